import fc from 'fast-check';

/** Numbers and what people put around them: everything that has ever been two amounts to two readers. */
const PIECES = [
  ...['1', '5', '12', '50', '100', '250', '500', '000', '0', '1250', '99999', '7', '069', '123', '1.250'],
  ...['1,250', '100,50', '100.5', '1.250,50', '0,500', '250,50', '10.12.2026', '14:30', '2x50', '20%', 'lei'],
  ...['LEI', 'MDL', 'de lei', '€', 'euro', 'JPY', 'bani', 'mii', 'sute', 'k', 'x', '-', '+', '%', ',', '.'],
  ...[';', 'și', '1 250', '12 500', '1 250 lei', '50 lei', '20 de bani', '=', 'plus', 'по', 'câte', 'sau'],
  ...['тыщ', 'баксов', 'lei RON', '½', '\t', 'tort', 'ml', 'cafea', 'și lapte', 'livrare', '+ livrare'],
  ...['și 250', 'masa', 'comanda:', 'total', 'la', 'за', '@', 'cafele: 90', '- 250', '99.90', ':', '"tort"'],
  ...['„apă”', '"', '«', "'", '#masa7', '#стол', '#', '#a.b', '# ', '+37369123456', '069123456'],
  ...['+373 69 123 456', '69 123 456', '\n', '\u00a0', '\u200b', '\u202e', '٣', '👨\u200d🍳'],
];
const PREFIXES = ['', '', 'pay ', '/pay ', 'PAY ', '/rtp ', 'pay', '-', 'pay 100 ', '/rtp 100 ', '100 '];

/** Texts that are commands or nearly so. */
export const commandText = fc
  .tuple(
    fc.constantFrom(...PREFIXES),
    fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', ' ', ' ', '')), { maxLength: 7 }),
  )
  .map(([prefix, pieces]) => prefix + pieces.flat().join(''));

/** Texts of any characters, halves of surrogate pairs included. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
