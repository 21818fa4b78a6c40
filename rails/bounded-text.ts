import type { FetchAnswer } from './lean-fetch';

/**
 * The body of an answer, as text. Whoever answers is outside: a body that does not end, or that is a thousand times larger
 * once unpacked, must not take the process with it.
 *
 * @param most bytes, after decompression
 * @throws TypeError where there is more: the rest is not read
 */
export async function readText(response: Pick<FetchAnswer, 'body'>, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > most) throw new TypeError(`An answer has more than ${most} bytes; the rest was not read.`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
