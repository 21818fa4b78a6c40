const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Lower-case base32 of RFC 4648, unpadded and cut to `length` characters of 5 bits each. */
export function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  let bits = 0;
  let pending = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) {
      text += ALPHABET.charAt((pending >>> (bits - 5)) & 31);
    }
    pending &= (1 << bits) - 1;
    if (text.length >= length) break;
  }
  return text.slice(0, length);
}
