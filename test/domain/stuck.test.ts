import { describe, expect, it } from '@jest/globals';
import { gravestFirst } from '../../domain/stuck';
import type { StuckReason } from '../../domain/payment';
import { STUCK_REASONS } from '../docs/attribute-values';
import { ObstacleList } from '../../workflows/obstacle-list';

const listOf = (...reasons: StuckReason[]) => {
  const list = new ObstacleList(() => true);
  for (const reason of reasons) list.add(reason);
  return list.all.map(({ reason }) => reason);
};
const NEEDS_PEOPLE = ['PaidTwice', 'AmountMismatch', 'RtpOutcomeUnknown', 'CallbackMissing', 'RecordConflict'];

describe('what is shown of several obstacles', () => {
  it('is money that needs people before all that mends itself, whatever came first', () => {
    const all = Object.keys(STUCK_REASONS) as StuckReason[];
    const ordered = all.map((reason) => ({ reason })).sort(gravestFirst);
    expect(ordered.slice(0, NEEDS_PEOPLE.length).map(({ reason }) => reason)).toEqual(NEEDS_PEOPLE);
    expect(listOf('CallbackMissing', 'TemplateUnavailable')).toEqual(['CallbackMissing', 'TemplateUnavailable']);
    expect(listOf('TemplateUnavailable', 'CallbackMissing')).toEqual(['CallbackMissing', 'TemplateUnavailable']);
  });

  it('is the channel’s last word only: it is throttled or closed, not both', () => {
    expect(listOf('ChannelUnavailable', 'WindowClosed')).toEqual(['WindowClosed']);
    expect(listOf('TemplateUnavailable', 'PairRate', 'RecordConflict')).toEqual(['RecordConflict', 'PairRate']);
  });

  it('ends with what went out, for the channel alone', () => {
    const list = new ObstacleList(() => true);
    list.add('CallbackMissing');
    list.add('AccountBlocked');
    expect(list.removeOfChannel()).toBe(true);
    expect(list.removeOfChannel()).toBe(false);
    expect(list.all).toMatchObject([{ reason: 'CallbackMissing' }]);
  });

  it('keeps the time of the first, and is the newest alone where a run began so', () => {
    const list = new ObstacleList(() => true);
    expect([list.add('PairRate'), list.add('PairRate')]).toEqual([true, false]);
    const before = new ObstacleList(() => false);
    before.add('CallbackMissing');
    before.add('TemplateUnavailable');
    expect(before.all).toMatchObject([{ reason: 'TemplateUnavailable' }]);
  });
});
