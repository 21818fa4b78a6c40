import { createHmac } from 'node:crypto';
import type { CookieOptions } from 'express';
import { sameSecret } from '../http/constant-time';

export const SESSION_COOKIE = 'codec_session';
const LASTS_MS = 12 * 60 * 60_000;

/** A login's cookie: when it ends, and a proof that whoever got it knew the token. The token itself is not in it. */
export function makeSession(token: string, now: Date): string {
  const ends = now.getTime() + LASTS_MS;
  return `${ends}.${proofOf(token, String(ends))}`;
}

export function isSession(token: string, value: string, now: Date): boolean {
  const [ends = '', proof = ''] = value.split('.');
  return sameSecret(proof, proofOf(token, ends)) && Number(ends) > now.getTime();
}

/** Only our own pages and the UI beside us send it; no script reads it. */
export const sessionCookie = (secure: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure,
  path: '/codec',
  maxAge: LASTS_MS,
});

export function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function proofOf(token: string, ends: string): string {
  return createHmac('sha256', token).update(`codec session until ${ends}`).digest('base64url');
}
