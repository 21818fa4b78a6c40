import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCommand, routeOf } from '../../domain/command';
import { anyText, commandText } from './command-arbitraries';

describe('what a message is about', () => {
  it.each([
    ...[
      'pay',
      'pay 100',
      'PAY 100',
      '/pay',
      '/rtp',
      '/RTP 100',
      '100',
      '100 lei',
      '100lei',
      '100€',
      '-5',
      '0',
      '0,500',
    ],
    ...['100.', '100, cafea', '100. cafea', '100!', '€100', '$ 100 tort', '100, 50', '100,', '2)'],
    ...['pay 14:30', 'pay tomorrow', 'pay100', '/pay:100', 'pay?', '5 mii', '2 x 50', '5 persoane la masă', '1.250,50'],
  ])('%j is meant as a payment', (text) => expect(routeOf(text)).toBe('payment'));

  it.each(['lang', 'help', 'list', 'today', 'merchant', 'cancel', 'start'] as const)('/%s is a command', (kind) => {
    for (const text of [`/${kind}`, `/${kind.toUpperCase()}`, ` /${kind} now `, `/${kind}.`]) {
      expect(routeOf(text)).toBe(kind);
      expect(parseCommand(text, { currency: 'MDL' })).toEqual({ kind });
    }
  });

  it.each([
    ...['14:30', '10.12.2026', '069123456', '2x50', '20%', '100-150', '1e5', '+100', '+37369123456', '10.12.2026.'],
    ...['', '   ', '\n', 'salut', 'rtp 100', 'payment', 'pay-as-you-go', "pay's", 'pays 100', 'lang', '/language'],
    ...['/lang2', '/pay@bot 100', '/payme', '/unknown', '/', '#100', '"100"', '- 100', '٣٠', '\u202e', '/liſt'],
  ])('%j is talk', (text) => {
    expect(routeOf(text)).toBe('talk');
    expect(parseCommand(text, { currency: 'MDL' })).toEqual({ kind: 'talk' });
  });

  it.each(['100.', '€100', '100, cafea', '2)'])('%j is talk to whoever began by the first grammar', (text) => {
    expect(routeOf(text, 1)).toBe('talk');
  });

  it.each(['MDL', 'JPY', 'KWD', 'XOF'])('is decided before the merchant is known, and kept (%s)', (currency) => {
    fc.assert(
      fc.property(fc.oneof(commandText, anyText), (text) => {
        const { kind } = parseCommand(text, { currency });
        expect(['pay', 'rtp', 'refused'].includes(kind) ? 'payment' : kind).toBe(routeOf(text));
      }),
      { numRuns: 500 },
    );
  });
});
