import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '../http/problem';

const MINUTE = 60_000;
/** Of one address, whatever it opens: many phones of one mobile network share an address. */
export const VISITS_OF_ADDRESS = 300;
/** Of one link, whoever opens it: a family that passes it around, and the scanners on its way. */
export const VISITS_OF_LINK = 60;
/** Of the button of one link. */
export const PRESSES_OF_LINK = 10;

/** How often a minute pages are opened and payments asked for. Each process counts for itself, and forgets when it ends. */
export function createLimits() {
  const limited = (limit: number, keyGenerator: (request: Request) => string): RequestHandler =>
    rateLimit({
      windowMs: MINUTE,
      limit,
      keyGenerator,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: () => {
        throw new Problem('TooManyRequests', 'Too many requests in a minute. Wait as long as Retry-After says.');
      },
    });
  const linkOf = (request: Request) => String(request.params['linkId']);
  return {
    address: limited(VISITS_OF_ADDRESS, ({ ip = '' }) => ipKeyGenerator(ip)),
    visits: limited(VISITS_OF_LINK, linkOf),
    presses: limited(PRESSES_OF_LINK, linkOf),
  };
}
