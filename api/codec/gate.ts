import type { Request } from 'express';
import type { CodecAccess as ConfiguredAccess } from '../../config/codec-access';
import { sameSecret } from '../http/constant-time';
import type { Log } from '../http/log';
import { Problem } from '../http/problem';
import { createOidcVerifier } from './oidc';
import { isSession, readCookie, SESSION_COOKIE } from './session';

/** `loopback`: whoever is on this machine. For the sandbox alone, whose UI passes neither token nor cookie. */
export type CodecAccess = ConfiguredAccess | { readonly way: 'loopback' };

/** @returns who asks, for the log; @throws Problem for whoever may not decode */
export type Gate = (request: Request) => Promise<string>;

const LOOPBACK_ADDRESS = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

export function createGate(access: CodecAccess, now: () => Date, log: Log): Gate {
  switch (access.way) {
    case 'oidc': {
      const verify = createOidcVerifier(access, log);
      return async (request) => verify(bearerOf(request) ?? refuse());
    }
    case 'token':
      return (request) => Promise.resolve(byToken(request, access.token, now()));
    case 'loopback':
      return (request) => Promise.resolve(byLoopback(request));
  }
}

function byToken(request: Request, token: string, now: Date): string {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return sameSecret(bearer, token) ? 'token' : refuse();
  const session = readCookie(request.headers.cookie, SESSION_COOKIE);
  return session !== undefined && isSession(token, session, now) ? 'login' : refuse();
}

/** The Host is looked at too: a page elsewhere could have its own name point to this machine. */
function byLoopback({ socket, headers }: Request): string {
  if (LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') && LOOPBACK_HOST.test(headers.host ?? '')) return 'loopback';
  throw new Problem('Forbidden', 'Without a token this decodes for its own machine only.');
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function refuse(): never {
  throw new Problem('Unauthorized', 'Send a bearer token, or log in at /codec/login where that is on.', {
    'WWW-Authenticate': 'Bearer',
  });
}
