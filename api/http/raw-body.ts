import express, { type Request, type RequestHandler } from 'express';
import { tooLarge } from './problem';

/**
 * Takes the body as bytes, whatever it claims to be: signatures are over bytes, and parsing comes after them. Compressed
 * bodies are refused: no sender of ours compresses, and inflating costs before anything was checked.
 *
 * @param limit bytes; a body that says it has more is refused at once, where the parser would first hear all of it
 */
export function rawBody(limit: number): RequestHandler {
  const read: RequestHandler = express.raw({ type: () => true, limit, inflate: false });
  return (request, response, next) => {
    if (Number(request.headers['content-length']) > limit) throw tooLarge();
    read(request, response, next);
  };
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
