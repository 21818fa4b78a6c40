import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeSendKey, noticeSeqOf, readSendKey } from '../../domain/send-key';

const LINK = 'abcdefghijklmnopqrstuvwx23';

describe("a send's key", () => {
  it('finds the message of a payment again', () => {
    const key = makeSendKey(`payment-link/${LINK}`, 'notice-2');
    expect(readSendKey(key)).toEqual({
      workflowId: `payment-link/${LINK}`,
      activityId: 'notice-2',
      owner: { of: 'payment', linkId: LINK },
    });
  });

  it('finds the message of a conversation again', () => {
    const key = makeSendKey(`conversation/md/${LINK}`, 'answer:17.1');
    expect(readSendKey(key)).toMatchObject({ workflowId: `conversation/md/${LINK}`, owner: { of: 'conversation' } });
  });

  it.each([
    'pay_123:1',
    '',
    '#',
    `payment-link/${LINK}`,
    `payment-link/${LINK}#`,
    `payment-link/short#a`,
    `x/${LINK}#a`,
  ])('is not read out of %j, which another app may have sent', (key) => expect(readSendKey(key)).toBeUndefined());

  it('is not read out of any noise', () => {
    fc.assert(fc.property(fc.string(), (noise) => readSendKey(noise) === undefined));
  });

  it('refuses to name what could not be found again', () => {
    expect(() => makeSendKey('closures', 'notice-1')).toThrow(/can't be a send's key/);
    expect(() => makeSendKey(`payment-link/${LINK}`, 'a b')).toThrow(/can't be a send's key/);
  });

  it('fits into what the channel carries back', () => {
    expect(makeSendKey(`conversation/${'a'.repeat(20)}/${LINK}`, 'a'.repeat(80)).length).toBeLessThanOrEqual(512);
  });
});

describe("a notice's send", () => {
  it('says which notice it told', () => {
    expect(noticeSeqOf('notice-3')).toBe(3);
    expect(noticeSeqOf('notice-12-template')).toBe(12);
  });

  it.each(['link', 'notice-', 'notice-0', 'notice-1x', 'notice-1e3', 'notice-1-'])('is not %s', (id) => {
    expect(noticeSeqOf(id)).toBeUndefined();
  });
});
