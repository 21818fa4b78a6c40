import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { bankKeys } from './harness';

/** Of another bank, or of nobody. */
export const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEYS: Readonly<Record<'bank' | 'stranger', KeyObject>> = {
  bank: bankKeys.privateKey,
  stranger: strangerKeys.privateKey,
};

/** A callback as the rail writes it: values in the order of their keys, amounts with two decimals. */
export function callbackFor(word: Readonly<Record<string, unknown>> = {}, by: 'bank' | 'stranger' = 'bank') {
  const result = {
    amount: 100,
    currency: 'MDL',
    orderId: 'abcdefghijklmnopqrstuvwx23',
    paymentDate: '2026-10-05T22:13:42',
    paymentId: '2a663962-c954-4984-90e5-1d24c3305f7b',
    status: 'SUCCESS',
    terminalId: 'T1',
    ...word,
  };
  return { result, signature: signatureOf(result, by) };
}

/** What the key's owner signs of such values, whatever they are. */
export function signatureOf(result: Readonly<Record<string, unknown>>, by: 'bank' | 'stranger' = 'bank'): string {
  const text = Object.entries(result)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => {
      if (key === 'amount' && typeof value === 'number') return value.toFixed(2);
      return typeof value === 'string' ? value : JSON.stringify(value);
    })
    .join(';');
  return sign('sha256', Buffer.from(text), KEYS[by]).toString('base64');
}
