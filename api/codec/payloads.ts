import type { Payload } from '@temporalio/common';
import { z } from 'zod';

const base64 = z.base64();

/**
 * Payloads as the codec protocol's JSON has them.
 * @see https://docs.temporal.io/production-deployment/data-encryption#codec-server-setup
 */
export const payloadsSchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), base64).optional(), data: base64.optional() }))
    .max(10_000),
});
export type PayloadsJson = z.infer<typeof payloadsSchema>;

export function fromJson({ payloads }: PayloadsJson): Payload[] {
  return payloads.map(({ metadata, data }) => ({
    ...(metadata && { metadata: mapped(metadata, (value) => Buffer.from(value, 'base64')) }),
    ...(data !== undefined && { data: Buffer.from(data, 'base64') }),
  }));
}

export function toJson(payloads: readonly Payload[]): PayloadsJson {
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      ...(metadata && { metadata: mapped(metadata, text) }),
      ...(data && { data: text(data) }),
    })),
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function mapped<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
