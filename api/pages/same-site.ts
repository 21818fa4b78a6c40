import type { IncomingHttpHeaders } from 'node:http';

/**
 * Does the browser say that another site posts? Sec-Fetch-Site says so in every browser of today. Older ones send Origin, but
 * `null` from our own page, since that has no referrer; what neither header says, the form's token has to.
 *
 * @param publicUrl our own https base
 */
export function isForeign(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin } = headers;
  return origin !== undefined && origin !== 'null' && origin !== new URL(publicUrl).origin;
}
