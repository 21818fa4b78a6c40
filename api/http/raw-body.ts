import type { Request, RequestHandler } from 'express';
import { Problem, tooLarge } from './problem';
import type { Room } from './room';

const ENDLESS: Room = () => () => undefined;

/**
 * Takes the body as bytes, whatever it claims to be: signatures are over bytes, and parsing comes after them. Compressed
 * bodies are refused: no sender of ours compresses, and inflating costs before anything was checked.
 *
 * @param limit bytes; a body that says it has more is refused at once
 * @param room shared with other bodies, where many large ones may come at once
 */
export function rawBody(limit: number, room: Room = ENDLESS): RequestHandler {
  return async (request, response, next) => {
    if (Number(request.headers['content-length']) > limit) throw tooLarge();
    if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
      throw new Problem('BodyEncoding', 'Send the body as it is, not compressed.');
    }
    try {
      request.body = await readAll(request, limit, room(response));
    } catch (error) {
      // The rest is heard and forgotten: many a sender listens only once it has said all.
      request.resume();
      throw error instanceof Problem ? error : new Problem('BadRequest', 'The request broke off before its end.');
    }
    next();
  };
}

/** Into one piece that grows by doubling: kept as they come, bytes sent one by one would weigh two hundred times as much. */
function readAll(request: Request, limit: number, weigh: ReturnType<Room>): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  let length = 0;
  const take = (piece: Buffer): void => {
    const end = length + piece.length;
    if (end > limit) throw tooLarge();
    const memory = end <= bytes.length ? bytes.length : Math.min(limit, Math.max(end, 2 * bytes.length));
    weigh(end, memory);
    if (memory > bytes.length) bytes = Buffer.concat([bytes], memory);
    piece.copy(bytes, length);
    length = end;
  };
  return new Promise((resolve, reject) => {
    const listen = (piece: Buffer): void => {
      try {
        take(piece);
      } catch (refusal) {
        request.off('data', listen);
        reject(refusal instanceof Problem ? refusal : new Error('It could not be kept', { cause: refusal }));
      }
    };
    request.on('data', listen).once('end', () => resolve(bytes.subarray(0, length)));
    request.once('error', reject).once('close', () => {
      if (!request.complete) reject(new Error('It broke off'));
    });
  });
}

/** The bytes that {@link rawBody} read; none where there was no body. */
export function bytesOf(request: Request): Buffer {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** @returns undefined where the bytes are no JSON */
export function parseJson(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return undefined;
  }
}
