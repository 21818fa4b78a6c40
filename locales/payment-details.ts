import type { Notice, NoticeOutcome } from '../domain/say';
import { cut, join, plain } from './text';

/** Tells the states of a payment apart before anything is read. */
export const SYMBOLS: Readonly<Record<NoticeOutcome | 'open' | 'checking', string>> = {
  paid: '✅',
  paidAfterAll: '✅',
  failed: '❌',
  declined: '❌',
  expired: '⌛',
  cancelled: '🚫',
  unconfirmed: '⏳',
  review: '⚠️',
  paidTwice: '⚠️',
  rtpUnknown: '⚠️',
  open: '🔗',
  checking: '⏳',
};

/** What a seller knows the payment by: `Cafea #masa7`; empty where nothing was given or nothing may be shown. */
export function detailsOf(of: Pick<Notice, 'description' | 'tag'>, length: number): string {
  return join(' ', [shortened(of.description, length), tagOf(of.tag, length)]);
}

export function tagOf(tag: string | undefined, length: number): string | undefined {
  const word = shortened(tag?.replace(/^#/u, ''), length);
  return word === undefined ? undefined : `#${word}`;
}

/** Text of others, made plain and cut; undefined where nothing is left. */
export function shortened(text: string | undefined, length: number): string | undefined {
  if (text === undefined || length === 0) return undefined;
  const shown = cut(plain(text), length);
  return shown === '' ? undefined : shown;
}
