import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { keyIdOf } from '../../workers/codec/payload-codec';

/** How often text is looked for inside base64 inside base64: a payload in JSON, a message id that holds a phone in it. */
const LAYERS = 3;

/**
 * Everything a server holds of its workflows, as one text: memo, attributes, summaries, details, what is pending, and all of
 * each history. What is in base64 there is decoded too.
 *
 * @param codec opens what is encrypted, as whoever has the key can; absent: as the server has it
 */
export async function everythingHeld(client: Client, codec?: PayloadCodec): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { raw } = await handle.describe();
    texts.push(...(await textsIn(raw, codec)), ...(await textsIn(await handle.fetchHistory(), codec)));
  }
  return texts.join('\n');
}

/** Text with all that is in base64 in it beside it. */
export const withLayers = (text: string): string => layers(text, LAYERS).join('\n');

function layers(text: string, left: number): string[] {
  const found = left === 0 ? [] : (text.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []);
  return [text, ...found.flatMap((one) => layers(Buffer.from(one, 'base64').toString(), left - 1))];
}

/** Names, texts and bytes, each as it is: put into JSON, what was in quotes would be found by nobody. */
async function textsIn(value: unknown, codec: PayloadCodec | undefined): Promise<string[]> {
  if (typeof value === 'string') return [withLayers(value)];
  if (value instanceof Uint8Array) return [withLayers(Buffer.from(value).toString())];
  if (typeof value !== 'object' || value === null) return [];
  const opened = codec !== undefined && isEncrypted(value) ? await codec.decode([value]) : [value];
  const found = await Promise.all(opened.flatMap(Object.entries).map(([, inner]) => textsIn(inner, codec)));
  return [...Object.keys(value), ...found.flat()];
}

/** Ids of the keys that what is in here was encrypted with. */
export function keysIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return new Set();
  const own = isEncrypted(value) ? keyIdOf(value) : undefined;
  return new Set([...(own === undefined ? [] : [own]), ...Object.values(value).flatMap((one) => [...keysIn(one)])]);
}

function isEncrypted(value: object): value is Payload {
  const { metadata } = temporal.api.common.v1.Payload.create(value);
  const encoding = metadata['encoding'];
  return encoding instanceof Uint8Array && Buffer.from(encoding).toString() === 'binary/encrypted';
}
