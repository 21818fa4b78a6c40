import { describe, expect, it } from '@jest/globals';
import type { ChannelFailureKind } from '../../../channels/channel';
import { classifyGraphError, GRAPH_ERRORS, kindOfCode } from '../../../channels/whatsapp/errors';
import { retryAfterMs } from '../../../channels/whatsapp/retry-after';

// Written out by hand from Meta's page and from what the product promises, not read from the table under test.
const EXPECTED: readonly (readonly [ChannelFailureKind, ...number[]])[] = [
  ['WindowClosed', 131047],
  ['PairRateLimited', 131056],
  ['Transient', 1, 2, 131000, 131016, 131057, 133004],
  ['Throttled', 4, 80007, 130429, 131048],
  ['RecipientUnreachable', 131026, 131049, 131050, 130472, 130403, 130497],
  ['PhoneNeeded', 131062],
  ['MessageRejected', 131051, 131008, 131009, 100, 131021, 131052, 131053],
  ['TemplateMismatch', 132000, 132012, 132005],
  ['TemplateUnavailable', 132001, 132007, 132015, 132016],
  ['AccountBlocked', 131064, 131037, 131045, 133010, 133006, 133015, 131042, 131031, 368],
  ['AccountBlocked', 0, 190, 200, 3, 10, 201, 250, 299, 131005, 33],
];

describe('what a refusal of Meta means', () => {
  it.each(EXPECTED.flatMap(([kind, ...codes]) => codes.map((code) => [code, kind] as const)))(
    '%d is %s',
    (code, kind) => {
      expect(classifyGraphError({ code }).kind).toBe(kind);
      expect(kindOfCode(code)).toBe(kind);
    },
  );

  it('names no code twice, so that no row hides another', () => {
    const single = GRAPH_ERRORS.filter((row) => row.subcode === undefined)
      .flatMap((row) => row.codes)
      .filter((code) => typeof code === 'number');
    expect(new Set(single).size).toBe(single.length);
  });

  it('blames the line, not the message, when Graph does not know our number', () => {
    expect(classifyGraphError({ code: 100, subcode: 33 }).kind).toBe('AccountBlocked');
    expect(classifyGraphError({ code: 100, subcode: 2494010 }).kind).toBe('MessageRejected');
  });

  it.each([
    [132999, 'TemplateUnavailable'],
    [133999, 'AccountBlocked'],
    [199, 'MessageRejected'],
    [300, 'MessageRejected'],
    [999999, 'MessageRejected'],
    [-1, 'MessageRejected'],
  ] as const)('takes the code %d, unknown today, for %s', (code, kind) => {
    expect(classifyGraphError({ code }).kind).toBe(kind);
  });

  it('believes Graph when it calls an unknown code transient, but not a known one', () => {
    expect(classifyGraphError({ code: 999999, transient: true }).kind).toBe('Transient');
    expect(classifyGraphError({ code: 190, transient: true }).kind).toBe('AccountBlocked');
  });

  it('takes a failure without a code for a refusal', () => {
    expect(kindOfCode(undefined)).toBe('MessageRejected');
  });
});

describe('how long to wait', () => {
  const pause = (code: number, attempt: number) => classifyGraphError({ code }).pauseMs?.(attempt);

  it('waits four times longer after each try that hits the pair rate', () => {
    expect([1, 2, 3, 4].map((attempt) => pause(131056, attempt))).toEqual([1_000, 4_000, 16_000, 64_000]);
    expect(pause(131056, 100)).toBe(1_024_000);
  });

  it('waits out the minute of a throughput upgrade, and the five of a registration', () => {
    expect(pause(131057, 1)).toBe(60_000);
    expect(pause(133015, 1)).toBe(300_000);
  });

  it('leaves a number called spam alone for a quarter of an hour', () => {
    expect(pause(131048, 1)).toBe(900_000);
  });

  const now = Date.parse('2026-11-23T10:00:00Z');
  const usage = (minutes: number) =>
    JSON.stringify({
      '102290129340398': [{ type: 'messages', call_count: 99, estimated_time_to_regain_access: minutes }],
    });

  it.each([
    ['seconds', { 'Retry-After': '7' }, 7_000],
    ['a date', { 'Retry-After': 'Mon, 23 Nov 2026 10:01:30 GMT' }, 90_000],
    ['minutes of the business use case', { 'X-Business-Use-Case-Usage': usage(3) }, 180_000],
    ['the longer of two', { 'Retry-After': '7', 'X-Business-Use-Case-Usage': usage(1) }, 60_000],
    ['at most a day', { 'Retry-After': '999999999' }, 86_400_000],
    ['nothing when access is not lost', { 'X-Business-Use-Case-Usage': usage(0) }, undefined],
    ['nothing for a date gone by', { 'Retry-After': 'Mon, 23 Nov 2026 09:00:00 GMT' }, undefined],
    ['nothing it cannot read', { 'Retry-After': 'soon', 'X-Business-Use-Case-Usage': '{"a":1}' }, undefined],
    ['nothing that is no JSON', { 'X-Business-Use-Case-Usage': '{' }, undefined],
    ['nothing without headers', {}, undefined],
  ])('takes %s from the answer', (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
