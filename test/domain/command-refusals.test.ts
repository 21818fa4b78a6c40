import { describe, expect, it } from '@jest/globals';
import { type CommandProblem, parseCommand } from '../../domain/command';

const lei = (minor: number) => ({ minor, currency: 'MDL' });
const rules = { currency: 'MDL', limits: { min: lei(100), max: lei(10_000_000_00) } };
const refused = (problem: CommandProblem, examples: readonly string[], of: 'pay' | 'rtp' = 'pay') => ({
  kind: 'refused',
  of,
  problem,
  examples,
});

describe('two readings that differ in money', () => {
  it.each([
    ['1 250 tort', ['pay 1250 "tort"', 'pay 1 "250 tort"']],
    ['5 500 ml apă', ['pay 5500 "ml apă"', 'pay 5 "500 ml apă"']],
    ['pay 1 250 tort #masa7', ['pay 1250 "tort" #masa7', 'pay 1 "250 tort" #masa7']],
    ['1 250 500 tort', ['pay 1250500 "tort"', 'pay 1 "250 500 tort"']],
    ['1 250,50 tort', ['pay 1250.50 "tort"', 'pay 1 "250,50 tort"']],
    ['1 250 500ml apă', ['pay 1250 "500ml apă"', 'pay 1 "250 500ml apă"']],
    ['1 250 L', ['pay 1250 "L"', 'pay 1 "250 L"']],
    ['1.250 500', ['pay 1250500', 'pay 1250 "500"']],
    ['1234 567', ['pay 1234567', 'pay 1234 "567"']],
    ['10 0', ['pay 100', 'pay 10 "0"']],
    ['100 50', ['pay 100.50', 'pay 100 "50"']],
    ['100 50 #t', ['pay 100.50 #t', 'pay 100 "50" #t']],
    ['100 lei 50', ['pay 100.50', 'pay 100 "50"']],
    ['100 lei și 5 bani masa', ['pay 100.05 "masa"', 'pay 100 "și 5 bani masa"']],
    ['100 50 bani', ['pay 100.50', 'pay 100 "50 bani"']],
    ['5000 bani', ['pay 50', 'pay 5000 "bani"']],
    ['5 mii', ['pay 5000', 'pay 5 "mii"']],
    ['1,5 mii de lei tort', ['pay 1500 "tort"', 'pay 1.50 "mii de lei tort"']],
    ['2 тыс', ['pay 2000', 'pay 2 "тыс"']],
    ['pay 2,500 k', ['pay 2500000', 'pay 2500 "k"']],
    ['pay 0,500', ['pay 500']],
  ])('%s', (text, examples) => {
    expect(parseCommand(text, rules)).toEqual(refused('TwoReadings', examples));
  });

  it.each([
    ['/rtp 1 250', ['/rtp 1250', '/rtp 1 "250"']],
    ['/rtp 1 250 tort', ['/rtp 1250 "tort"', '/rtp 1 "250 tort"']],
    ['/rtp 1 250 lei', ['/rtp 1250', '/rtp 1 "250 lei"']],
    ['/rtp 1000 250 "tort"', ['/rtp 1000250 "tort"', '/rtp 1000 «250 "tort"»']],
    ['/rtp 1 250 069123456', ['/rtp 1250 069123456', '/rtp 1 "250 069123456"']],
    ['/rtp 100 069 123 456', ['/rtp 100 069123456']],
  ])('%s: a space ends the amount where a phone may follow', (text, examples) => {
    expect(parseCommand(text, rules)).toEqual(refused('TwoReadings', examples, 'rtp'));
  });

  it('offers only the reading that the merchant may take', () => {
    const small = { currency: 'MDL', limits: { min: lei(100), max: lei(100_000) } };
    expect(parseCommand('1 250 tort', small)).toEqual(refused('TwoReadings', ['pay 1 "250 tort"']));
  });
});

describe('no amount', () => {
  it.each(['14:30', '10.12.2026', '100-150', '2x50', '20%', '069123456', '1e5', '٣٠', '１００', '100.', '1,25,50'])(
    'pay %s makes no payment',
    (text) => {
      expect(parseCommand(`pay ${text}`, rules)).toMatchObject({ kind: 'refused', problem: 'AmountUnclear' });
    },
  );

  it.each([
    ['pay', 'AmountMissing', 'pay 100'],
    ['/rtp', 'AmountMissing', '/rtp 100'],
    ['pay cafea #masa7', 'AmountMissing', 'pay 100 "cafea" #masa7'],
    ['pay "Masa 5"', 'AmountMissing', 'pay 100 "Masa 5"'],
    ['pay100', 'AmountUnclear', 'pay 100'],
    ['pay:250 tort', 'AmountUnclear', 'pay 250 "tort"'],
    ['pay €250', 'AmountUnclear', 'pay 250'],
    ['pay +250', 'AmountUnclear', 'pay 250'],
    ['pay 250, tort', 'AmountUnclear', 'pay 250 "tort"'],
    ['pay 250"tort"', 'AmountUnclear', 'pay 250 "tort"'],
    ['pay 250#t', 'AmountUnclear', 'pay 250 #t'],
    ['pay 14:30 masaj', 'AmountUnclear', 'pay 100'],
    ['100 - 150', 'AmountUnclear', 'pay 100'],
    ['20 % avans', 'AmountUnclear', 'pay 100'],
    ['100 lei,50', 'AmountUnclear', 'pay 100'],
    ['100 lei+50', 'AmountUnclear', 'pay 100'],
    ['1 25 000', 'AmountUnclear', 'pay 100'],
  ])('%s: %s, try %s', (text, problem, example) => {
    expect(parseCommand(text, rules)).toMatchObject({ kind: 'refused', problem, examples: [example] });
  });

  it.each(['5k', '5mii', '50bani', '100usdx', '100€50', '100€,50', '100lei/kg', '100de lei', '1️⃣0️⃣0️⃣'])(
    '%s is glued to something that is no currency',
    (text) => expect(parseCommand(text, rules)).toEqual({ kind: 'talk' }),
  );
});

describe('an amount that can not be paid', () => {
  it.each([
    ['0', 'AmountZero', 'pay 100'],
    ['0.00 tort', 'AmountZero', 'pay 100 "tort"'],
    ['-250 tort', 'AmountNegative', 'pay 250 "tort"'],
    ['pay −250', 'AmountNegative', 'pay 250'],
    ['100.1234', 'TooManyDecimals', 'pay 100.12'],
    ['1.250,505 #t', 'TooManyDecimals', 'pay 1250.50 #t'],
    ['0.99 tort', 'BelowMinimum', 'pay 1 "tort"'],
    ['10000001', 'AboveMaximum', 'pay 10000000'],
    ['90071992547410', 'AmountTooLarge', 'pay 10000000'],
    ['100 € tort', 'WrongCurrency', 'pay 100 "tort"'],
    ['100 euro', 'WrongCurrency', 'pay 100'],
    ['100€', 'WrongCurrency', 'pay 100'],
    ['1 250 $ tort', 'WrongCurrency', 'pay 1250 "tort"'],
    ['100 de euro', 'WrongCurrency', 'pay 100'],
    ['100 JPY', 'WrongCurrency', 'pay 100'],
    ['100 ₿', 'WrongCurrency', 'pay 100'],
    ['100 грн', 'WrongCurrency', 'pay 100'],
    ['100 euro/kg', 'WrongCurrency', 'pay 100 "/kg"'],
  ])('%s: %s, try %s', (text, problem, example) => {
    expect(parseCommand(text, rules)).toEqual({ kind: 'refused', of: 'pay', problem, examples: [example] });
  });

  it('has no decimals where the currency has none', () => {
    expect(parseCommand('100.5', { currency: 'JPY' })).toEqual(refused('TooManyDecimals', ['pay 100']));
  });
  it('takes both limits themselves', () => {
    expect(parseCommand('1', rules)).toMatchObject({ kind: 'pay', amount: rules.limits.min });
    expect(parseCommand('10.000.000', rules)).toMatchObject({ kind: 'pay', amount: rules.limits.max });
  });
});

describe('descriptions and tags are refused, never cut', () => {
  it.each([
    ['100 cafea #a #b', 'SeveralTags', 'pay 100 "cafea" #a'],
    ['100 #a#b', 'SeveralTags', 'pay 100 #a'],
    ['100 #a cafea #b', 'SeveralTags', 'pay 100 "cafea" #a'],
    ['100 #masa.7', 'TagUnclear', 'pay 100 #masa7'],
    ['100 # masa', 'TagUnclear', 'pay 100 "masa"'],
    ['100 curs C#', 'TagUnclear', 'pay 100 "curs C"'],
    ['100 cafea #masa 7', 'TagUnclear', 'pay 100 "cafea 7" #masa'],
    [`100 #${'x'.repeat(41)} cafea`, 'TagTooLong', `pay 100 "cafea" #${'x'.repeat(40)}`],
    [`100 ${'y'.repeat(141)} #t`, 'DescriptionTooLong', `pay 100 "${'y'.repeat(140)}" #t`],
    [`100 "cafea"${' '.repeat(9_000)}`, 'DescriptionTooLong', 'pay 100 "cafea"'],
  ])('%j: %s', (text, problem, example) => {
    expect(parseCommand(text, rules)).toEqual({ kind: 'refused', of: 'pay', problem, examples: [example] });
  });
});

describe('one payment per message', () => {
  it.each([
    '100\n200',
    'pay 100\npay 200',
    '100 cafea\r\n\r\n200 ceai',
    'pay 100\n2 cafele',
    '100\u2028200 lei',
    '1\n250',
  ])('%j is two', (text) =>
    expect(parseCommand(text, rules)).toMatchObject({ kind: 'refused', problem: 'SeveralPayments' }),
  );
  it('is shown as the kind that was asked for, where the word stands on a line of its own', () => {
    expect(parseCommand('/rtp\n100\n200', rules)).toEqual(refused('SeveralPayments', ['/rtp 100'], 'rtp'));
  });
  it.each(['pay\n100', '100\ncafea', '100\n14:30 masaj', '100 "cafea\nși lapte"'])('%j is one', (text) => {
    expect(parseCommand(text, rules)).toMatchObject({ kind: 'pay', amount: lei(10_000) });
  });
});

describe("a payer's phone", () => {
  it.each([
    ['/rtp 100 +373 69 123 456 cafea', ['/rtp 100 +37369123456 "cafea"', '/rtp 100 "cafea"']],
    ['/rtp 100 69 123 456 7 cafele', ['/rtp 100 691234567 "cafele"', '/rtp 100 "69 123 456 7 cafele"']],
    ['/rtp 100 10.12.2026 masaj', ['/rtp 100 10122026 "masaj"', '/rtp 100 "10.12.2026 masaj"']],
    ['/rtp 100 +373 69123456 2', ['/rtp 100']],
    ['/rtp 100 +12 cafea', ['/rtp 100 "cafea"']],
    ['/rtp 100 1234567890123456', ['/rtp 100 "1234567890123456"']],
  ])('%s is unclear', (text, examples) => {
    expect(parseCommand(text, rules)).toEqual(refused('PayerUnclear', examples, 'rtp'));
  });
});
