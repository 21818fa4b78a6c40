import type { PayloadCodec } from '@temporalio/common';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import { keyIdOf } from './payload-codec';

/**
 * Counts payloads by the key that encrypted them: an old key may go when nothing is decrypted with it any more. Only what was
 * read is counted, so no stranger can make labels up.
 */
export function meterCodec(codec: PayloadCodec, registry: Registry): PayloadCodec {
  const uses = new Counter({
    name: 'miapos_payload_key_uses_total',
    help: 'Payloads encrypted and decrypted, by the id of the key',
    labelNames: ['key', 'use'],
    registers: [registry],
  });
  return {
    encode: async (payloads, context) => {
      const made = await codec.encode(payloads, context);
      for (const one of made) uses.inc({ key: keyIdOf(one) ?? 'none', use: 'encrypt' });
      return made;
    },
    decode: async (payloads, context) => {
      const read = await codec.decode(payloads, context);
      for (const one of payloads) uses.inc({ key: keyIdOf(one) ?? 'none', use: 'decrypt' });
      return read;
    },
  };
}
