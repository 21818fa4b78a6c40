import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Command, parseCommand } from '../../domain/command';
import { cleanLines, READ_AT_MOST } from '../../domain/command/clean';
import { decimalsOf, fromDecimal, toDecimal } from '../../domain/money';
import { anyText, commandText } from './command-arbitraries';

const rulesOf = fc.constantFrom('MDL', 'EUR', 'JPY', 'KWD').chain((currency) => {
  const unit = 10 ** decimalsOf(currency);
  const within = (min: number, max: number) => ({
    currency,
    limits: { min: { minor: min, currency }, max: { minor: max, currency } },
  });
  return fc.constantFrom({ currency }, within(1, 100_000 * unit), within(150 * unit, 200 * unit), within(1, 50 * unit));
});
const text = fc.oneof({ arbitrary: commandText, weight: 4 }, { arbitrary: anyText, weight: 1 });
const RUNS = { numRuns: 1_500 };

/** Fails on a run that never met the kind of command it is about. */
function forEachCommand(kind: 'payment' | 'refused', check: (command: Command, rules: Rules, typed: string) => void) {
  let met = 0;
  fc.assert(
    fc.property(text, rulesOf, (typed, rules) => {
      const command = parseCommand(typed, rules);
      const isPayment = command.kind === 'pay' || command.kind === 'rtp';
      if (kind === 'payment' ? !isPayment : command.kind !== 'refused') return;
      met += 1;
      check(command, rules, typed);
    }),
    RUNS,
  );
  expect(met).toBeGreaterThan(50);
}
type Rules = Parameters<typeof parseCommand>[1];

describe('whatever is typed', () => {
  it("is paid only as a positive whole amount of the merchant's currency within its limits", () => {
    forEachCommand('payment', (command, { currency, limits }) => {
      if (command.kind !== 'pay' && command.kind !== 'rtp') return;
      expect(Number.isSafeInteger(command.amount.minor)).toBe(true);
      expect(command.amount.minor).toBeGreaterThanOrEqual(limits?.min.minor ?? 1);
      expect(command.amount.minor).toBeLessThanOrEqual(limits?.max.minor ?? Number.MAX_SAFE_INTEGER);
      expect(fromDecimal(toDecimal(command.amount), currency)).toEqual(command.amount);
    });
  });

  it('leaves a description and a tag within their limits, with nothing in them that hides or separates', () => {
    forEachCommand('payment', (command) => {
      if (command.kind !== 'pay' && command.kind !== 'rtp') return;
      const { description = 'x', tag = 'x' } = command;
      expect(description).toBe(description.trim());
      expect(Array.from(description).length).toBeGreaterThan(0);
      expect(Array.from(description).length).toBeLessThanOrEqual(140);
      expect(description).not.toMatch(/[;\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2060\ufeff\n]/u);
      expect(tag).toMatch(/^[\p{L}\p{M}\p{N}_-]{1,40}$/u);
      const payer = (command.kind === 'rtp' ? command.payer : undefined) ?? '069123456';
      expect(payer).toMatch(/^\+?\d{7,15}$/);
    });
  });

  it('is answered, when refused, with examples that work under the same rules', () => {
    forEachCommand('refused', (command, rules) => {
      if (command.kind !== 'refused') return;
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) expect(parseCommand(example, rules).kind).toBe(command.of);
    });
  });

  it('is answered, when it has two readings, with examples that differ', () => {
    forEachCommand('refused', (command, rules) => {
      if (command.kind !== 'refused' || command.problem !== 'TwoReadings') return;
      const amounts = command.examples.map((example) => {
        const again = parseCommand(example, rules);
        return again.kind === 'pay' || again.kind === 'rtp' ? again.amount.minor : NaN;
      });
      expect(new Set(amounts).size).toBe(amounts.length);
    });
  });
});

describe('two numbers that a mark parts', () => {
  it('are never offered as the one that they make without it', () => {
    const number = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(number, number, fc.constantFrom('.', ',', ':', '!', '?'), (first, second, mark) => {
        const command = parseCommand(`pay ${String(first)}${mark} ${String(second)}`, { currency: 'MDL' });
        const shown = command.kind === 'refused' ? command.examples : [];
        const amounts = shown.map((example) => Number(/[\d.]+/.exec(example)?.[0]));
        const cents = String(second).length < 3 ? [Number(`${String(first)}.${String(second).padEnd(2, '0')}`)] : [];
        expect(amounts.length).toBeGreaterThan(0);
        for (const amount of amounts) expect([first, second, 100, ...cents]).toContain(amount);
      }),
      RUNS,
    );
  });
});

describe('cleaning', () => {
  it('leaves nothing to clean', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const once = cleanLines(typed).join('\n');
        expect(cleanLines(once).join('\n')).toBe(once);
      }),
      RUNS,
    );
  });

  it('changes nothing about the command', () => {
    fc.assert(
      fc.property(text, rulesOf, (typed, rules) => {
        expect(parseCommand(cleanLines(typed).join('\n'), rules)).toEqual(parseCommand(typed, rules));
      }),
      RUNS,
    );
  });

  it('keeps the words of every script', () => {
    expect(cleanLines('Cafea ăîșț; кофе 咖啡 ☕️\tcafe\u0301')).toEqual(['Cafea ăîșț, кофе 咖啡 ☕️', 'café']);
  });
});

describe('a long text', () => {
  const seeds = [
    '1',
    '1 250 ',
    '1,',
    '1.250.',
    '"',
    '"a ',
    '#a ',
    '\n1',
    '-',
    '/rtp 1 2',
    '1 +3 ',
    'e\u0301',
    '\u200d',
    ',',
  ];
  const heads = ['', 'pay ', 'pay 100 ', '/rtp 100 ', 'pay "'];
  const texts = (length: number) =>
    heads.flatMap((head) => seeds.map((seed) => (head + seed.repeat(length)).slice(0, length)));

  it('is read up to a bound: what follows changes nothing', () => {
    for (const typed of texts(READ_AT_MOST)) {
      const longer = parseCommand(`${typed}1`, { currency: 'MDL' });
      expect(parseCommand(typed + '9 "#;\n'.repeat(20_000), { currency: 'MDL' })).toEqual(longer);
      expect(['refused', 'talk']).toContain(longer.kind);
    }
  });

  it('takes time in proportion to what is read', () => {
    const fastest = (length: number) => {
      const all = texts(length);
      const runs = [1, 2, 3].map(() => {
        const begin = performance.now();
        for (const typed of all) parseCommand(typed, { currency: 'MDL' });
        return performance.now() - begin;
      });
      return Math.min(...runs);
    };
    fastest(READ_AT_MOST / 8);
    expect(fastest(READ_AT_MOST) / fastest(READ_AT_MOST / 8)).toBeLessThan(32);
  });
});
