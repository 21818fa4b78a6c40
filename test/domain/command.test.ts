import { describe, expect, it } from '@jest/globals';
import { type Command, parseCommand } from '../../domain/command';

const limits = { min: { minor: 100, currency: 'MDL' }, max: { minor: 10_000_000, currency: 'MDL' } };
const read = (text: string, currency = 'MDL'): Command => parseCommand(text, { currency });
const readMdl = (text: string): Command => parseCommand(text, { currency: 'MDL', limits });
const paid = (minor: number, note: { description?: string; tag?: string } = {}, currency = 'MDL') => ({
  kind: 'pay',
  amount: { minor, currency },
  ...note,
});

describe("the guide's five equivalent ways to issue 100 MDL", () => {
  it.each([
    ['pay 100', {}],
    ['pay 100 "Cafea + croissant"', { description: 'Cafea + croissant' }],
    ['pay 100 "Cafea + croissant" #cafea', { description: 'Cafea + croissant', tag: 'cafea' }],
    ['/pay 100 #cafea', { tag: 'cafea' }],
    ['100', {}],
  ])('%s', (text, note) => expect(readMdl(text)).toEqual(paid(10_000, note)));
});

describe('an amount', () => {
  it.each([
    ['100', 10_000],
    ['100.5', 10_050],
    ['100,50', 10_050],
    ['0.5', 50],
    ['0,05', 5],
    ['1 250', 125_000],
    ['1 250,50', 125_050],
    ['12 345 678.90', 1_234_567_890],
    ['1.250,50', 125_050],
    ['1,250.50', 125_050],
    ['1,250', 125_000],
    ['1.250', 125_000],
    ['1.250.000', 125_000_000],
    ['1.250.000,5', 125_000_050],
    ['1\u00a0250', 125_000],
    ['1\u202f250\u2009000', 125_000_000],
    ['1\u200b00', 10_000],
    ['\u202a100\u202c', 10_000],
  ])('%j is one amount of lei', (text, minor) => expect(read(text)).toEqual(paid(minor)));

  it.each([
    ['JPY', '500', 500],
    ['JPY', '1,250', 1_250],
    ['JPY', '¥', undefined],
    ['JPY', '500¥', 500],
    ['KWD', '1.250', 1_250],
    ['KWD', '1,250', 1_250],
    ['KWD', '0,500', 500],
    ['KWD', '1 250', 1_250_000],
    ['KWD', '1.250.000', 1_250_000_000],
  ])('in %s, %s has as many decimals as the currency', (currency, text, minor) => {
    expect(read(text, currency)).toEqual(minor === undefined ? { kind: 'talk' } : paid(minor, {}, currency));
  });

  it.each(['PAY 100', 'Pay 100', '/Pay 100', '/PAY 100', '  pay   100  ', 'pay\t100', 'pay\n100', '\ufeffpay 100'])(
    'reads %j whatever the letter case and the blanks',
    (text) => expect(readMdl(text)).toEqual(paid(10_000)),
  );
});

describe('a currency word or sign', () => {
  it.each([
    ...['100 lei', '100 LEI', '100 leu', '100 MDL', '100 mdl', '100 лей', '100 леев', '100 lei.', '100 de lei'],
    ...['100lei', '100MDL', '100 lei!'],
  ])("%s is the merchant's", (text) => expect(readMdl(text)).toEqual(paid(10_000)));

  it.each([
    ['EUR', '100 €'],
    ['EUR', '100€'],
    ['EUR', '100 евро'],
    ['EUR', '100 Euros'],
    ['RON', '100 lei'],
    ['UAH', '100 грн.'],
    ['USD', '100$'],
    ['CAD', '100 $'],
    ['XOF', '100 xof'],
  ])('%s: %s', (currency, text) => expect(read(text, currency)).toMatchObject({ kind: 'pay', amount: { currency } }));

  it('lets spaces group even before a bare description', () => {
    expect(readMdl('1 250 lei tort')).toEqual(paid(125_000, { description: 'tort' }));
    expect(readMdl('1 250 de lei, tort')).toEqual(paid(125_000, { description: 'tort' }));
  });

  it.each(['100 0 bani', '100 lei 0 bani', '100 lei și 00 bani', 'pay 100 lei 0 bani.'])(
    '%j is a hundred however it is read, and nothing to ask about',
    (text) => expect(readMdl(text)).toMatchObject(paid(10_000)),
  );

  it('leaves the text behind a part of nothing to the description, and nothing at all is no payment', () => {
    expect(readMdl('100 lei și 0 bani masa')).toEqual(paid(10_000, { description: 'masa' }));
    expect(readMdl('0 bani')).toMatchObject({ kind: 'refused', problem: 'AmountZero' });
    expect(readMdl('0 mii')).toMatchObject({ kind: 'refused', problem: 'AmountZero' });
  });

  it('is no currency where it goes on: the description keeps it', () => {
    expect(readMdl('100 lei/kg roșii')).toEqual(paid(10_000, { description: 'lei/kg roșii' }));
    expect(readMdl('5 l apă')).toEqual(paid(500, { description: 'l apă' }));
  });
});

describe('a description', () => {
  it.each([
    ['100 "Cafea"', 'Cafea'],
    ['100 “Cafea”', 'Cafea'],
    ['100 „Cafea”', 'Cafea'],
    ['100 „Cafea“', 'Cafea'],
    ['100 «Кофе»', 'Кофе'],
    ['100 »Kaffee«', 'Kaffee'],
    ["100 'Cafea'", 'Cafea'],
    ['100 ‘Cafea’', 'Cafea'],
    ['100 “Cafea"', 'Cafea'],
    ["100 'l'eau minérale'", "l'eau minérale"],
    ['100 "pizza 12" mare"', '"pizza 12" mare"'],
    ['100 "Cafea', 'Cafea'],
    ['100 Cafea cu lapte', 'Cafea cu lapte'],
    ['100 "a" și "b"', '"a" și "b"'],
    ['100 2 cafele', '2 cafele'],
    ['100 20% avans', '20% avans'],
    ['100 "50"', '50'],
    ['100 1234567', '1234567'],
    ['100 lei 00', '00'],
    ['100 a;b', 'a,b'],
    ['100 cafea\ncu lapte', 'cafea cu lapte'],
    ['100 cafea\u202e\u0007\u200b', 'cafea'],
    ['100 👨\u200d🍳', '👨\u200d🍳'],
    ['100 cafe\u0301', 'café'],
  ])('%j describes %j', (text, description) => expect(readMdl(text)).toEqual(paid(10_000, { description })));

  it.each(['100 ""', '100 "', '100 « »'])('%j describes nothing', (text) =>
    expect(readMdl(text)).toEqual(paid(10_000)),
  );

  it('takes 140 characters of any script and not one more', () => {
    expect(readMdl(`100 ${'🍰'.repeat(140)}`)).toEqual(paid(10_000, { description: '🍰'.repeat(140) }));
    expect(readMdl(`100 ${'🍰'.repeat(141)}`)).toMatchObject({ kind: 'refused', problem: 'DescriptionTooLong' });
  });
});

describe('a tag', () => {
  it.each([
    ['100 #masa7', { tag: 'masa7' }],
    ['100 #masa-7_b', { tag: 'masa-7_b' }],
    ['100 #стол', { tag: 'стол' }],
    ['100 #हिन्दी', { tag: 'हिन्दी' }],
    ['100 #masa7 cafea', { description: 'cafea', tag: 'masa7' }],
    ['100 #masa7 "cafea"', { description: 'cafea', tag: 'masa7' }],
    ['100 cafea #masa7', { description: 'cafea', tag: 'masa7' }],
    ['100 cafea#masa7', { description: 'cafea', tag: 'masa7' }],
    ['100 "cafea"#masa7', { description: 'cafea', tag: 'masa7' }],
    ['100 "cafea #masa7', { description: 'cafea', tag: 'masa7' }],
    ['100 "comanda #5"', { description: 'comanda #5' }],
    ['100 "comanda #5" #masa7', { description: 'comanda #5', tag: 'masa7' }],
    ['1 250 #masa7', { tag: 'masa7' }],
  ])('%s', (text, note) => expect(readMdl(text)).toMatchObject({ kind: 'pay', ...note }));

  it('takes 40 characters and not one more', () => {
    expect(readMdl(`100 #${'𝒜'.repeat(40)}`)).toEqual(paid(10_000, { tag: '𝒜'.repeat(40) }));
    expect(readMdl(`100 #${'a'.repeat(41)}`)).toMatchObject({ kind: 'refused', problem: 'TagTooLong' });
  });
});

describe('/rtp', () => {
  const asked = (minor: number, rest: object = {}) => ({ kind: 'rtp', amount: { minor, currency: 'MDL' }, ...rest });
  it.each([
    ['/rtp 100', asked(10_000)],
    ['/RTP 1.250,50', asked(125_050)],
    ['/rtp 100 069123456', asked(10_000, { payer: '069123456' })],
    ['/rtp 100 lei 069123456', asked(10_000, { payer: '069123456' })],
    ['/rtp 100 +37369123456 cafea', asked(10_000, { payer: '+37369123456', description: 'cafea' })],
    ['/rtp 100 069123456 2 cafele', asked(10_000, { payer: '069123456', description: '2 cafele' })],
    ['/rtp 100 +373 69 123 456', asked(10_000, { payer: '+37369123456' })],
    ['/rtp 100 +373 (69) 123-456 "a" #b', asked(10_000, { payer: '+37369123456', description: 'a', tag: 'b' })],
    ['/rtp 100 69 123 456 #b', asked(10_000, { payer: '69123456', tag: 'b' })],
    ['/rtp 100\n37369123456\nCafea', asked(10_000, { payer: '37369123456', description: 'Cafea' })],
    ['/rtp 100 "1 250" #b', asked(10_000, { description: '1 250', tag: 'b' })],
    ['/rtp 100 2 cafele', asked(10_000, { description: '2 cafele' })],
    ['/rtp 100 250ml apă', asked(10_000, { description: '250ml apă' })],
  ])('%j', (text, command) => expect(readMdl(text)).toEqual(command));
});
