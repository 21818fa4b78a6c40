import { createHash } from 'node:crypto';

/**
 * A message id like Meta's: base64 over a few fixed bytes, the person's phone in plain and 20 hex digits. That the
 * phone can be read out of it is why ids are personal data.
 */
export function wamid(direction: 'in' | 'out', person: string, unique: string): string {
  const address = Buffer.from(person, 'latin1').subarray(0, 64);
  const digest = createHash('sha256').update(`${direction}/${person}/${unique}`).digest('hex').slice(0, 20);
  const head = Buffer.from([0x1c, 0x18, address.length]);
  const middle = Buffer.from([0x15, 0x02, 0x00, direction === 'in' ? 0x12 : 0x11, 0x18, 0x14]);
  const tail = Buffer.concat([Buffer.from(digest.toUpperCase(), 'latin1'), Buffer.from([0x00])]);
  return `wamid.${Buffer.concat([head, address, middle, tail]).toString('base64')}`;
}
