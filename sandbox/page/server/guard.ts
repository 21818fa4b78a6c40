import type { RequestHandler } from 'express';
import { PageError, sendProblem } from './problems';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * The page moves a whole sandbox, so only pages of this server may call it: a name that resolves to this machine from
 * elsewhere, and forms of other sites, are refused.
 */
export const onlyThisPage: RequestHandler = (request, response, next) => {
  const origin = request.get('origin');
  const host = request.get('host') ?? '';
  const foreign = origin !== undefined && origin !== `http://${host}`;
  const formLike = request.method === 'POST' && request.is('application/json') !== 'application/json';
  if (!LOOPBACK.test(host) || foreign || formLike) {
    sendProblem(response, new PageError('NotThisPage', 'Only the sandbox page of this machine may do that.'));
    return;
  }
  next();
};
