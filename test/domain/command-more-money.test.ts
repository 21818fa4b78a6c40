import { describe, expect, it } from '@jest/globals';
import { type CommandProblem, parseCommand } from '../../domain/command';

const lei = (minor: number) => ({ minor, currency: 'MDL' });
const rules = { currency: 'MDL', limits: { min: lei(100), max: lei(10_000_000_00) } };
const refused = (problem: CommandProblem, examples: readonly string[]) => ({
  kind: 'refused',
  of: 'pay',
  problem,
  examples,
});

describe('a text in which a person may mean other money than its first number', () => {
  it.each([
    // How stalls write: how many of what, then what it comes to.
    ['2 cafele 100 lei', ['pay 100 "2 cafele"', 'pay 2 "cafele 100 lei"']],
    ['2 кофе 100 лей #masa7', ['pay 100 "2 кофе" #masa7', 'pay 2 "кофе 100 лей" #masa7']],
    ['2 cafele: 80 lei', ['pay 80 "2 cafele:"', 'pay 2 "cafele: 80 lei"']],
    ['1.250 kg brânză 180 lei', ['pay 180 "1250 kg brânză"', 'pay 1250 "kg brânză 180 lei"']],
    ['100 50 lei', ['pay 50 "100"', 'pay 100 "50 lei"']],
    ['2 шаурмы = 140', ['pay 140 "2 шаурмы"', 'pay 2 "шаурмы = 140"']],
    ['2 телефона 12 500 лей', ['pay 12500 "2 телефона"', 'pay 2 "телефона 12 500 лей"']],
    ['2 bilete 1 200,50 lei', ['pay 1200.50 "2 bilete"', 'pay 2 "bilete 1 200,50 lei"']],
    ['2 кофе = 1 500', ['pay 1500 "2 кофе"', 'pay 2 "кофе = 1 500"']],
    // Times.
    ['3 x 1 250 lei', ['pay 3750 "3 x 1 250 lei"', 'pay 3 "x 1 250 lei"']],
    ['2 шт по 1 500', ['pay 3000 "2 шт по 1 500"', 'pay 2 "шт по 1 500"']],
    ['2 buc x 1 500', ['pay 3000 "2 buc x 1 500"', 'pay 2 "buc x 1 500"']],
    ['3 шт по 50', ['pay 150 "3 шт по 50"', 'pay 3 "шт по 50"']],
    ['3 buc a 50 lei', ['pay 150 "3 buc a 50 lei"', 'pay 3 "buc a 50 lei"']],
    ['2 x 50', ['pay 100 "2 x 50"', 'pay 2 "x 50"']],
    ['2 по 50', ['pay 100 "2 по 50"', 'pay 2 "по 50"']],
    ['2 câte 50', ['pay 100 "2 câte 50"', 'pay 2 "câte 50"']],
    ['2 a 50', ['pay 100 "2 a 50"', 'pay 2 "a 50"']],
    ['2 la 50', ['pay 100 "2 la 50"', 'pay 2 "la 50"']],
    ['2 mal 12,50', ['pay 25 "2 mal 12,50"', 'pay 2 "mal 12,50"']],
    ['2 fois 50', ['pay 100 "2 fois 50"', 'pay 2 "fois 50"']],
    ['2 раза по 50', ['pay 100 "2 раза по 50"', 'pay 2 "раза по 50"']],
    ['2 шт х 50', ['pay 100 "2 шт х 50"', 'pay 2 "шт х 50"']],
    // So much for things.
    ['3 Karten je 100', ['pay 300 "3 Karten je 100"', 'pay 3 "Karten je 100"']],
    ['3 Tickets zu 100 lei', ['pay 300 "3 Tickets zu 100 lei"', 'pay 3 "Tickets zu 100 lei"']],
    ['3 tickets @ 100', ['pay 300 "3 tickets @ 100"', 'pay 3 "tickets @ 100"']],
    ['3 bilete VIP la 100', ['pay 300 "3 bilete VIP la 100"', 'pay 3 "bilete VIP la 100"']],
    ['10 gogoși la 5 lei', ['pay 50 "10 gogoși la 5 lei"', 'pay 10 "gogoși la 5 lei"']],
    ['3 билета за 100', ['pay 300 "3 билета за 100"', 'pay 100 "3 билета за 100"', 'pay 3 "билета за 100"']],
    [
      '3 tickets for 100 lei',
      ['pay 300 "3 tickets for 100 lei"', 'pay 100 "3 tickets for 100 lei"', 'pay 3 "tickets for 100 lei"'],
    ],
    // A price at the end, without a currency.
    ['2 кофе - 100', ['pay 100 "2 кофе"', 'pay 2 "кофе - 100"']],
    ['2 cafele: 90 #masa7', ['pay 90 "2 cafele" #masa7', 'pay 2 "cafele: 90" #masa7']],
    ['2 cafele, 90', ['pay 90 "2 cafele"', 'pay 2 "cafele, 90"']],
    ['2 cafele 99.90', ['pay 99.90 "2 cafele"', 'pay 2 "cafele 99.90"']],
    ['2 telefoane 12 500', ['pay 12500 "2 telefoane"', 'pay 2 "telefoane 12 500"']],
    ['50 50 lei 100,50', ['pay 100.50 "50 50 lei"', 'pay 50 "50 lei 100,50"']],
    ['2 buc - total 1000', ['pay 1000 "2 buc"', 'pay 2 "buc - total 1000"']],
    ['2 кофе итого 100', ['pay 100 "2 кофе"', 'pay 2 "кофе итого 100"']],
    ['2 cafele 100 în total', ['pay 100 "2 cafele în total"', 'pay 2 "cafele 100 în total"']],
    // Together.
    ['100 lei și 20 lei', ['pay 120 "100 și 20 lei"', 'pay 100 "și 20 lei"']],
    ['100 lei tort + 20 lei livrare', ['pay 120 "100 tort + 20 lei livrare"', 'pay 100 "tort + 20 lei livrare"']],
    [
      '100 lei tort + 1 250 lei livrare',
      ['pay 1350 "100 tort + 1 250 lei livrare"', 'pay 100 "tort + 1 250 lei livrare"'],
    ],
    ['100 tort + 50', ['pay 150 "100 tort + 50"', 'pay 100 "tort + 50"']],
    ['100 + 20', ['pay 120 "100 + 20"', 'pay 100 "+ 20"']],
    ['100 plus 20', ['pay 120 "100 plus 20"', 'pay 100 "plus 20"']],
    ['500 + livrare 50', ['pay 550 "500 + livrare 50"', 'pay 500 "+ livrare 50"']],
    ['500 торт плюс доставка 50', ['pay 550 "500 торт плюс доставка 50"', 'pay 500 "торт плюс доставка 50"']],
    ['500 + livrare 50 lei', ['pay 550 "500 + livrare 50 lei"', 'pay 500 "+ livrare 50 lei"']],
    ['500 + frais de 50', ['pay 550 "500 + frais de 50"', 'pay 500 "+ frais de 50"']],
    ['300 și 250', ['pay 550 "300 și 250"', 'pay 300 "și 250"']],
    ['300 lei и 1 250', ['pay 1550 "300 и 1 250"', 'pay 300 "и 1 250"']],
    ['300 und 250 #masa7', ['pay 550 "300 und 250" #masa7', 'pay 300 "und 250" #masa7']],
    ['150 minus 20', ['pay 130 "150 minus 20"', 'pay 150 "minus 20"']],
    // Or rather.
    ['100 или 150', ['pay 150 "100 или 150"', 'pay 100 "или 150"']],
    ['100 nu, 120', ['pay 120 "100 nu, 120"', 'pay 100 "nu, 120"']],
    ['100 до 150', ['pay 150 "100 до 150"', 'pay 100 "до 150"']],
    ['100 sau 1 250', ['pay 1250 "100 sau 1 250"', 'pay 100 "sau 1 250"']],
    ['100 nu 120', ['pay 120 "100 nu 120"', 'pay 100 "nu 120"']],
    // The smaller unit, as Romanian counts it from twenty on.
    ['100 lei și 50 de bani', ['pay 100.50', 'pay 100 "și 50 de bani"']],
    ['19 lei 99 de bani', ['pay 19.99', 'pay 19 "99 de bani"']],
    ['1 250 lei și 25 de bani tort', ['pay 1250.25 "tort"', 'pay 1250 "și 25 de bani tort"']],
    ['100 lei cu 50 bani', ['pay 100.50', 'pay 100 "cu 50 bani"']],
    // As dictation writes decimals.
    ['12 virgulă 50', ['pay 12.50', 'pay 12 "virgulă 50"']],
    ['100 запятая 5', ['pay 100.50', 'pay 100 "запятая 5"']],
    ['5 cu 50', ['pay 5.50', 'pay 5 "cu 50"']],
    ['100 lei 50 b', ['pay 100.50', 'pay 100 "50 b"']],
    ['5 cu 50 #masa7', ['pay 5.50 #masa7', 'pay 5 "cu 50" #masa7']],
    ['5 с половиной', ['pay 5.50', 'pay 5 "с половиной"']],
    ['5 și jumătate', ['pay 5.50', 'pay 5 "și jumătate"']],
    ['2 ½', ['pay 2.50', 'pay 2 "½"']],
    // More words that multiply.
    ['5 тыщ', ['pay 5000', 'pay 5 "тыщ"']],
    ['5 тысячу лей', ['pay 5000', 'pay 5 "тысячу лей"']],
    ['5 Tsd. lei', ['pay 5000', 'pay 5 "Tsd. lei"']],
    ['5 т. лей', ['pay 5000', 'pay 5 "т. лей"']],
    ['2 сотки', ['pay 200', 'pay 2 "сотки"']],
    ['2 mii 500 lei', ['pay 2500', 'pay 2 "mii 500 lei"']],
    ['1 mie 2 sute', ['pay 1200', 'pay 1 "mie 2 sute"']],
    ['2 тысячи 3 сотни лей', ['pay 2300', 'pay 2 "тысячи 3 сотни лей"']],
    ['5 mii și 5 sute 50 lei tort', ['pay 5550 "tort"', 'pay 5 "mii și 5 sute 50 lei tort"']],
    ['1 mie 2 cafele', ['pay 1000 "2 cafele"', 'pay 1 "mie 2 cafele"']],
    ['1 mie 250 lei tort', ['pay 1250 "tort"', 'pay 1 "mie 250 lei tort"']],
  ])('%s', (text, examples) => {
    expect(parseCommand(text, rules)).toEqual(refused('TwoReadings', examples));
  });

  it.each([
    ['100 баксов', 'pay 100'],
    ['100 bucks tort', 'pay 100 "tort"'],
    ['100 evro', 'pay 100'],
    ['100 eurо', 'pay 100'],
    ['100 еврo', 'pay 100'],
    ['100 US dollars', 'pay 100'],
    ['100 у.е.', 'pay 100'],
    ['100 доларів', 'pay 100'],
    ['100 lei românești', 'pay 100'],
    ['100 lei RON', 'pay 100'],
    ['100 lei (RON)', 'pay 100'],
    ['100 румынских лей', 'pay 100'],
    ['100 lei sau 5 euro', 'pay 100'],
    ['2 cafele 10 euro', 'pay 100'],
  ])('%s: another currency', (text, example) => {
    expect(parseCommand(text, rules)).toEqual(refused('WrongCurrency', [example]));
  });

  it.each(['2 cafele 100 lei 200 lei', '100 + 20 + 30', '100 tort + 0,500', '100 minus 10%'])(
    '%s: more than two readings are not listed',
    (text) => expect(parseCommand(text, rules)).toMatchObject({ kind: 'refused', examples: ['pay 100'] }),
  );
});

describe('what is plainly a description stays one', () => {
  it.each([
    ['100 2 cafele', '2 cafele'],
    ['100 lei 2 cafele', '2 cafele'],
    ['100 20% avans', '20% avans'],
    ['100 poster 20 x 30 cm', 'poster 20 x 30 cm'],
    ['100 poster 20 x 30', 'poster 20 x 30'],
    ['100 занятие по 2 часа', 'занятие по 2 часа'],
    ['100 masa: 7', 'masa: 7'],
    ['100 "2 cafele a 50 lei"', '2 cafele a 50 lei'],
    ['100 "tort" și "50 lei avans"', '"tort" și "50 lei avans"'],
    ['100 lei "plus 20"', 'plus 20'],
    ['100 apt. 50', 'apt. 50'],
    ['100 т-shirt', 'т-shirt'],
    ['100 usa verde', 'usa verde'],
    ['100 no name', 'no name'],
    ['100 la 2 persoane', 'la 2 persoane'],
    ['100 masa la 5', 'masa la 5'],
    ['100 cu 50 de flori', 'cu 50 de flori'],
    ['100 2 b', '2 b'],
    ['100 + TVA', '+ TVA'],
    ['100 cafea + 2 croissante', 'cafea + 2 croissante'],
    ['100 pizza + masa 7', 'pizza + masa 7'],
    ['100 avans + comanda nr. 4512', 'avans + comanda nr. 4512'],
    ['100 + livrare 2 km', '+ livrare 2 km'],
    ['100 și 2 cafele', 'și 2 cafele'],
  ])('%s', (text, description) => {
    expect(parseCommand(text, rules)).toEqual({ kind: 'pay', amount: lei(10_000), description });
  });

  it('and a currency said twice is one currency', () => {
    expect(parseCommand('100 lei MDL', rules)).toMatchObject({ kind: 'pay', amount: lei(10_000) });
    expect(parseCommand('100 lei moldovenești', rules)).toMatchObject({ kind: 'pay', amount: lei(10_000) });
  });
});

describe('a number that is a name, a time, a phone or less than the amount', () => {
  it.each([
    'comanda: 4512',
    'comanda nr. - 4512',
    'заказ, 4512',
    'заказ №4512',
    'Rechnung: 4512',
    'invoice - 4512',
    'tel: 69123456',
    'Ana, 69123456',
    'Ana 069 123 456',
    'abonament pentru 69123456',
    'apă, 2',
    'masa la 19:30',
    'rezervare - 14:30',
    'rezervare, 25.12',
    'rezervare - 12.12.2026',
    'calendar 2026',
    'masa pentru 2',
    'cola 0.5',
  ])('100 %s is a hundred and a description', (description) => {
    expect(parseCommand(`100 ${description}`, rules)).toEqual({ kind: 'pay', amount: lei(10_000), description });
  });
});

describe("a payer's phone behind all words", () => {
  it.each([
    ['/rtp 2 cafele 100 069123456', ['/rtp 100 069123456 "2 cafele"', '/rtp 2 069123456 "cafele 100"']],
    [
      '/rtp 2 cafele 100 lei +373 69 123 456 #t',
      ['/rtp 100 +37369123456 "2 cafele" #t', '/rtp 2 +37369123456 "cafele 100 lei" #t'],
    ],
  ])('%s: an amount may stand before it, and it is offered in its place', (text, examples) => {
    expect(parseCommand(text, rules)).toEqual({ kind: 'refused', of: 'rtp', problem: 'TwoReadings', examples });
  });
});

describe('a row of a table', () => {
  it.each(['1\t250', '3\t45\tmere', '1\t000', '1\n000'])('%j is not joined into one number', (text) => {
    expect(parseCommand(text, rules)).toMatchObject({ kind: 'refused' });
  });
});

describe('a run that began by the first grammar', () => {
  it.each([
    ['2 cafele 100 lei', 200],
    ['100 lei și 50 de bani', 10_000],
    ['5 тыщ', 500],
    ['100 баксов', 10_000],
    ['100 lei RON', 10_000],
    ['1\t250', 125_000],
    ['1\n000', 100_000],
  ])('reads %j as it did, or it could not be replayed', (text, minor) => {
    expect(parseCommand(text, { ...rules, grammar: 1 })).toMatchObject({ kind: 'pay', amount: lei(minor) });
  });
});

describe('an example', () => {
  it.each([
    ['pay cafea 250', ['pay 250 "cafea"']],
    ['pay MDL 250', ['pay 250']],
    ['pay: 250', ['pay 250']],
    ['pay - 250 tort', ['pay 250 "tort"']],
    ['pay #masa7 250', ['pay 250 #masa7']],
    ['pay cafea', ['pay 100 "cafea"']],
    ['pay cincizeci lei', ['pay 100']],
    ['pay 5к торт', ['pay 100']],
    ["pay 1'250", ['pay 100']],
    ['pay masa 5 la 14:30', ['pay 100']],
    // A mark that parts two numbers does not make them one.
    ['pay 100, 200', ['pay 100', 'pay 200']],
    ['pay 5, 100', ['pay 5', 'pay 100']],
    ['pay 1. 250 tort', ['pay 1', 'pay 250 "tort"']],
    ['pay 100, 50', ['pay 100.50', 'pay 100 "50"']],
    ['pay 1) 250', ['pay 1', 'pay 250']],
    ['pay 5 mii 5 mii', ['pay 100']],
    ['pay 2 mii 50 bani', ['pay 100']],
  ])('of %s names no money that nobody wrote beside a number that somebody did', (text, examples) => {
    expect(parseCommand(text, rules)).toMatchObject({ kind: 'refused', examples });
  });

  it('never shows a payer’s phone in a description', () => {
    expect(parseCommand('/rtp 069123456 250', rules)).toMatchObject({ examples: ['/rtp 250 069123456'] });
  });
});
