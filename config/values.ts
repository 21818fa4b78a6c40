import { isIP } from 'node:net';
import { z } from 'zod';
import { readDuration } from './duration';

/** A key of ours with the name that stands beside what it made, so that an older one can still be found. */
export interface NamedKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function withoutEmpty(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function toBaseUrl(text: string, bare: boolean): { readonly url: string } | { readonly problem: string } {
  const url = URL.parse(text);
  if (url === null) return { problem: 'is not a URL' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'is neither https nor http' };
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    return { problem: 'uses plain http, which is allowed for loopback hosts only' };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'carries a user name or password' };
  if (url.search !== '' || url.hash !== '') return { problem: 'has a query or a fragment' };
  if (bare && url.pathname !== '/') return { problem: 'has a path: give scheme, host and port only' };
  return { url: bare ? url.origin : url.href.replace(/\/+$/, '') };
}

/** Any text that is not empty. */
export const text = z.string();

/** Text that stands in a name or a header: no spaces. */
export const word = z.string().regex(/^\S+$/, { error: 'contains spaces' });

/** Comma-separated, at least one. */
export const list = z
  .string()
  .transform(withoutEmpty)
  .refine((items) => items.length > 0, { error: 'lists nothing' });

/** A base URL without the slash at its end; https, or plain http on this machine. */
export const baseUrl = z.string().transform((value, context) => {
  const read = toBaseUrl(value, false);
  if ('url' in read) return read.url;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

/** Whether an address may be spoken to or handed on: https, or plain http on this machine. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
}

/** Comma-separated origins, as {@link URL.origin} spells them. */
export const origins = list.transform((items, context) =>
  items.map((item, at) => {
    const read = toBaseUrl(item, true);
    if ('url' in read) return read.url;
    context.addIssue({ code: 'custom', message: `entry ${at + 1} ${read.problem}` });
    return '';
  }),
);

const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(item: string): boolean {
  const [address = '', prefix, ...rest] = item.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || rest.length > 0) return NETWORKS.includes(item);
  // Of no bits it is the whole internet: then anybody could claim to be anybody.
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= bits);
}

/** Comma-separated addresses, networks (`10.0.0.0/8`) and names of networks; `none` for none. */
export const proxies = list.transform((items, context) => {
  if (items.length === 1 && items[0] === 'none') return [];
  items.forEach((item, at) => {
    if (!isNetwork(item)) {
      const message = `entry ${at + 1} is no address, no network and none of ${NETWORKS.join(', ')}`;
      context.addIssue({ code: 'custom', message });
    }
  });
  return items;
});

export const wholeNumber = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/, { error: 'is not a whole number' })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `is not between ${min} and ${max}` });

/** ISO 8601, as milliseconds. */
export const duration = z.string().transform((value, context) => {
  const ms = readDuration(value);
  if (ms !== undefined) return ms;
  context.addIssue({
    code: 'custom',
    message: 'is not an ISO 8601 duration of weeks, days, hours, minutes or seconds',
  });
  return z.NEVER;
});

/** `keyId:base64(32 bytes)[,…]`. A problem names the entry by its place only: a wrong entry may be a bare key. */
export const namedKeys = list.transform((items, context): NamedKey[] => {
  const keys = items.flatMap((item, at) => {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(item) ?? [];
    const key = Buffer.from(encoded ?? '', 'base64');
    if (id !== undefined && key.length === 32) return [{ id, key }];
    const problem = id === undefined ? 'is not keyId:base64' : `holds ${key.length} bytes instead of 32`;
    context.addIssue({ code: 'custom', message: `entry ${at + 1} ${problem}` });
    return [];
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    context.addIssue({ code: 'custom', message: 'names the same key id twice' });
  }
  return keys;
});

/** JSON of a given shape. */
export function json<T>(shape: z.ZodType<T>): z.ZodType<T, string> {
  const parsed = z.string().transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  });
  return parsed.pipe(shape);
}
