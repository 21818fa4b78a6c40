import type { ConfigurationProblem } from './configuration-error';
import { problemOf } from './variables';

/** Who may decode payloads: the OIDC user of the Temporal UI, or whoever holds a bearer token. */
export type CodecAccess =
  | { readonly way: 'oidc'; readonly issuer: string; readonly audience: string }
  | { readonly way: 'token'; readonly token: string };

/** @returns the one way that is set, what is wrong with it, or undefined where neither is set */
export function readCodecAccess(
  set: Readonly<Record<string, string | undefined>>,
): CodecAccess | ConfigurationProblem | undefined {
  const { CODEC_OIDC_ISSUER: issuer, CODEC_OIDC_AUDIENCE: audience, CODEC_TOKEN: token } = set;
  if (issuer === undefined && audience === undefined) return token === undefined ? undefined : { way: 'token', token };
  if (token !== undefined) return problemOf('CODEC_TOKEN', 'is set beside CODEC_OIDC_*: choose one of the two ways');
  if (issuer === undefined) return problemOf('CODEC_OIDC_ISSUER', 'is not set, but CODEC_OIDC_AUDIENCE is');
  if (audience === undefined) return problemOf('CODEC_OIDC_AUDIENCE', 'is not set, but CODEC_OIDC_ISSUER is');
  // The issuer verbatim: tokens carry it letter by letter, with its slash at the end where it has one.
  return { way: 'oidc', issuer, audience };
}
