import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RTP_LIMITS as LIMITS } from '../../config/rtp-limits';
import { countRequest, forgottenAt, note, reserve, STRANGE_PAYER } from '../../domain/payer-limits';
import type { PayerMemory, RequestNews, SellerRequests } from '../../domain/payer-limits';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-23T08:00:00Z');

/** A payer's memory that is asked and told things, at times of the test's own. */
function payer() {
  let memory: PayerMemory = STRANGE_PAYER;
  return {
    ask: (linkId: string, sellerId: string, at = START) => {
      const wanted = { linkId, sellerId, openUntil: new Date(at + 30 * MINUTE).toISOString() };
      const { answer, memory: next } = reserve(memory, wanted, LIMITS, at);
      memory = next;
      return answer;
    },
    tell: (linkId: string, news: RequestNews, at = START) => {
      memory = note(memory, { linkId, news }, LIMITS, at);
    },
    memory: () => memory,
  };
}

const allowed = { allowed: true, known: false };
const limited = { allowed: false, why: 'payerLimit' };
const stopped = { allowed: false, why: 'payerDeclined' };

describe('the default limits', () => {
  it('are those that the product promises', () => {
    expect(LIMITS).toEqual({ sellerPerHour: 20, payerOpen: 3, payerPerDay: 5, declinesToStop: 2, stopDays: 30 });
  });
});

describe('a payer', () => {
  it('has three open requests at most, whoever sends them', () => {
    const one = payer();
    expect([one.ask('a', 'ana'), one.ask('b', 'ion'), one.ask('c', 'ana')]).toEqual([allowed, allowed, allowed]);
    expect(one.ask('d', 'vera')).toEqual(limited);
    one.tell('b', 'SUCCESS');
    expect(one.ask('e', 'vera')).toEqual(allowed);
  });

  it('is asked five times a day at most, whoever asks', () => {
    const one = payer();
    for (const linkId of ['a', 'b', 'c', 'd', 'e']) {
      expect(one.ask(linkId, linkId)).toEqual(allowed);
      one.tell(linkId, 'EXPIRED');
    }
    expect(one.ask('f', 'ana', START + DAY - 1)).toEqual(limited);
    expect(one.ask('g', 'ana', START + DAY)).toEqual(allowed);
  });

  it('that was never reached is not counted', () => {
    const one = payer();
    for (let index = 0; index < 20; index += 1) {
      expect(one.ask(String(index), 'ana')).toEqual(allowed);
      one.tell(String(index), 'unsent');
    }
  });

  it('is left alone by a seller whose requests were declined twice, for 30 days', () => {
    const one = payer();
    one.ask('a', 'ana');
    one.tell('a', 'DECLINED');
    expect(one.ask('b', 'ana', START + 10 * DAY).allowed).toBe(true);
    one.tell('b', 'DECLINED', START + 10 * DAY);
    expect(one.ask('c', 'ana', START + 39 * DAY)).toEqual(stopped);
    expect(one.ask('d', 'ion', START + 39 * DAY)).toEqual(allowed);
    expect(one.ask('e', 'ana', START + 40 * DAY).allowed).toBe(true);
  });

  it('declines once by declining once, however often that is told', () => {
    const one = payer();
    one.ask('a', 'ana');
    one.tell('a', 'DECLINED');
    one.tell('a', 'DECLINED');
    expect(one.ask('b', 'ana').allowed).toBe(true);
  });

  it('who paid after all did not decline', () => {
    const one = payer();
    one.ask('a', 'ana');
    one.tell('a', 'DECLINED');
    one.tell('a', 'SUCCESS');
    one.ask('b', 'ana');
    one.tell('b', 'DECLINED');
    expect(one.ask('c', 'ana').allowed).toBe(true);
  });

  it('who paid after all lets a stopped seller ask again, where too few declines are left', () => {
    const one = payer();
    one.ask('a', 'ana');
    one.tell('a', 'DECLINED');
    one.ask('b', 'ana');
    one.tell('b', 'DECLINED');
    expect(one.ask('c', 'ana')).toEqual(stopped);
    one.tell('b', 'SUCCESS');
    expect(one.ask('d', 'ana').allowed).toBe(true);
  });

  it('who declined often enough stays left alone, though one of them was paid after all', () => {
    const one = payer();
    for (const linkId of ['a', 'b', 'c']) one.ask(linkId, 'ana');
    for (const linkId of ['a', 'b', 'c']) one.tell(linkId, 'DECLINED');
    one.tell('a', 'SUCCESS');
    expect(one.ask('d', 'ana')).toEqual(stopped);
  });

  it('who pays after all lets nobody else ask again', () => {
    const one = payer();
    for (const seller of ['ana', 'ion']) {
      for (const linkId of [`${seller}-1`, `${seller}-2`]) {
        one.ask(linkId, seller);
        one.tell(linkId, 'DECLINED');
      }
    }
    one.tell('ana-1', 'SUCCESS');
    expect(one.ask('ion-3', 'ion')).toEqual(stopped);
  });

  it('is known to the sellers whose requests went out, and to no other', () => {
    const one = payer();
    one.ask('a', 'ana');
    expect(one.ask('b', 'ana')).toEqual(allowed);
    one.tell('a', 'sent');
    expect(one.ask('c', 'ana')).toEqual({ allowed: true, known: true });
    one.tell('c', 'EXPIRED');
    expect(one.ask('d', 'ion')).toEqual(allowed);
  });

  it('is free again when a request was never heard of any more', () => {
    const one = payer();
    for (const linkId of ['a', 'b', 'c']) one.ask(linkId, 'ana');
    expect(one.ask('d', 'ana', START + 29 * MINUTE)).toEqual(limited);
    expect(one.ask('e', 'ana', START + 30 * MINUTE)).toEqual(allowed);
  });

  it('gives the same request the same place, however often it is asked for', () => {
    const one = payer();
    for (let times = 0; times < 10; times += 1) expect(one.ask('a', 'ana')).toEqual(allowed);
    expect(one.memory().asked).toHaveLength(1);
  });

  it('is forgotten after 30 quiet days, later where a stop holds longer', () => {
    const one = payer();
    one.ask('a', 'ana');
    expect(forgottenAt(one.memory(), START)).toBe(START + 30 * DAY);
    one.ask('b', 'ana');
    one.tell('a', 'DECLINED', START + HOUR);
    one.tell('b', 'DECLINED', START + 2 * HOUR);
    expect(forgottenAt(one.memory(), START)).toBe(START + 2 * HOUR + 30 * DAY);
  });
});

describe('whatever happens to a payer', () => {
  const step = fc.record({
    ask: fc.boolean(),
    request: fc.integer({ min: 0, max: 40 }),
    seller: fc.constantFrom('ana', 'ion', 'vera'),
    news: fc.constantFrom<RequestNews>('sent', 'unsent', 'SUCCESS', 'FAILED', 'DECLINED', 'EXPIRED'),
    after: fc.integer({ min: 0, max: 8 * HOUR }),
  });

  it('no day holds more than five requests, and never are more than three open', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const one = payer();
        const went = new Map<string, { at: number; open: boolean }>();
        let now = START;
        for (const { ask, request, seller, news, after } of steps) {
          now += after;
          const linkId = String(request);
          if (ask && !went.has(linkId)) {
            if (one.ask(linkId, seller, now).allowed) went.set(linkId, { at: now, open: true });
          } else if (!ask) {
            one.tell(linkId, news, now);
            if (news === 'unsent') went.delete(linkId);
            else if (news !== 'sent' && went.has(linkId))
              went.set(linkId, { at: went.get(linkId)?.at ?? 0, open: false });
          }
          const all = [...went.values()];
          expect(all.filter(({ at }) => now - at < DAY).length).toBeLessThanOrEqual(5);
          expect(all.filter(({ at, open }) => open && now - at < 30 * MINUTE).length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
});

describe('a seller', () => {
  it('sends twenty requests an hour', () => {
    let requests: SellerRequests = [];
    const ask = (linkId: string, at: number) => {
      const counted = countRequest(requests, linkId, LIMITS.sellerPerHour, at);
      requests = counted.requests;
      return counted.allowed;
    };
    for (let index = 0; index < 20; index += 1) expect(ask(String(index), START + index * MINUTE)).toBe(true);
    expect(ask('20', START + 59 * MINUTE)).toBe(false);
    expect(ask('19', START + 59 * MINUTE)).toBe(true);
    expect(ask('21', START + 60 * MINUTE)).toBe(true);
    expect(requests).toHaveLength(20);
  });
});
