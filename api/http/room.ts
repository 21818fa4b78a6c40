import type { RequestHandler } from 'express';
import { Problem } from './problem';

/** More than a usual webhook has, and no burden where thousands come at once. */
const SMALL = 64 * 1024;

/**
 * Bounds what the bodies that are being read at once may take up in memory, so that a crowd that sends 4 MB each can't end the
 * process for everybody. Small bodies need no room: they are never turned away. A large one that finds none is answered with
 * 503, which makes Meta bring it again.
 *
 * @param bytes for all large bodies together
 * @param limit of one body; counts for a body that does not say how long it is
 */
export function roomFor(bytes: number, limit: number): RequestHandler {
  let taken = 0;
  return (request, response, next) => {
    const length = Number(request.headers['content-length'] ?? limit);
    const wanted = Math.min(Number.isFinite(length) ? length : limit, limit);
    if (wanted > SMALL) {
      if (taken + wanted > bytes) {
        throw new Problem('Busy', 'Too much is being sent at once. Send it again.', { 'Retry-After': '5' });
      }
      taken += wanted;
      response.once('close', () => (taken -= wanted));
    }
    next();
  };
}
