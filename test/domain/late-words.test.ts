import { describe, expect, it } from '@jest/globals';
import { judgeLate, lateEnds } from '../../domain/late-words';
import type { LateWords } from '../../domain/late-words';
import type { NoticeOutcome } from '../../domain/say';

const AT = '2026-11-28T10:00:00.000Z';
const price = { minor: 10_000, currency: 'MDL' };

type Late = readonly [paymentId: string, outcome: NoticeOutcome, minor?: number];

/** Hears the words one after the other, each judged by the same ended run. @returns what is told */
function hear(late: readonly Late[]) {
  let known: LateWords | undefined;
  const told = late.map(([paymentId, outcome, minor = price.minor]) => {
    const word = { paymentId, status: 'SUCCESS', amount: { ...price, minor } } as const;
    const news = judgeLate(known, word, { linkId: 'a', seq: 4, outcome, amount: price, at: AT });
    known = news?.words ?? known;
    return news && [news.notice.seq, news.notice.outcome];
  });
  return { told, known };
}

describe('late words about one link', () => {
  it.each<[string, readonly Late[], readonly ([number, NoticeOutcome] | undefined)[]]>([
    ['the first is told as it was judged', [['p1', 'paidAfterAll']], [[4, 'paidAfterAll']]],
    [
      'a replay is no news',
      [
        ['p1', 'paidAfterAll'],
        ['p1', 'paidAfterAll'],
      ],
      [[4, 'paidAfterAll'], undefined],
    ],
    [
      'a second payment of an unpaid link is paid twice',
      [
        ['p1', 'paid'],
        ['p2', 'paid'],
      ],
      [
        [4, 'paid'],
        [5, 'paidTwice'],
      ],
    ],
    [
      'each other payment of a paid link is paid twice, and told',
      [
        ['p1', 'paidTwice'],
        ['p2', 'paidTwice'],
        ['p1', 'paidTwice'],
      ],
      [[4, 'paidTwice'], [5, 'paidTwice'], undefined],
    ],
    [
      'a clean word answers a doubt about the same payment',
      [
        ['p1', 'review', 1],
        ['p1', 'paidAfterAll'],
      ],
      [
        [4, 'review'],
        [5, 'paidAfterAll'],
      ],
    ],
    [
      'another amount changes nothing after a clean word, and little after a doubt',
      [
        ['p1', 'review', 1],
        ['p1', 'review', 2],
        ['p1', 'paidAfterAll'],
        ['p1', 'review', 1],
      ],
      [[4, 'review'], undefined, [5, 'paidAfterAll'], undefined],
    ],
    [
      'what is doubtful beside a clean word of another payment came on top',
      [
        ['p1', 'paidAfterAll'],
        ['orphan', 'review'],
      ],
      [
        [4, 'paidAfterAll'],
        [5, 'paidTwice'],
      ],
    ],
    [
      'and the other way round',
      [
        ['orphan', 'review'],
        ['p1', 'paidAfterAll'],
      ],
      [
        [4, 'review'],
        [5, 'paidTwice'],
      ],
    ],
    [
      'two doubts are two doubts',
      [
        ['orphan', 'review'],
        ['another', 'review'],
      ],
      [
        [4, 'review'],
        [5, 'review'],
      ],
    ],
  ])('%s', (_, late, told) => {
    expect(hear(late).told).toEqual(told);
  });

  it('say how the link stands since, and when the money came', () => {
    let at = 0;
    const known = (['review', 'paidAfterAll', 'paidTwice'] as const).reduce<LateWords | undefined>((words, outcome) => {
      const paymentId = outcome === 'paidTwice' ? 'p2' : 'p1';
      const word = { paymentId, status: 'SUCCESS', amount: price } as const;
      const when = `2026-11-28T10:0${String((at += 1))}:00.000Z`;
      return judgeLate(words, word, { linkId: 'a', seq: 4, outcome, amount: price, at: when })?.words ?? words;
    }, undefined);
    expect(lateEnds({ ...(known && { a: known }) })).toEqual([
      { linkId: 'a', outcome: 'paidTwice', at: '2026-11-28T10:02:00.000Z' },
    ]);
    expect(lateEnds()).toEqual([]);
  });

  it('are kept to a bound, the newest of them', () => {
    const { known } = hear(Array.from({ length: 60 }, (_, at): Late => [`p${String(at)}`, 'paidTwice']));
    expect(known?.words).toHaveLength(40);
    expect(known).toMatchObject({
      seq: 63,
      words: expect.arrayContaining([expect.objectContaining({ paymentId: 'p59' })]),
    });
  });
});
