import type { ConfigurationProblem } from './configuration-error';
import { list } from './values';
import { problemOf } from './variables';

/** Temporal Cloud's: issuer and audience are the same in the tokens of all its customers. */
const SHARED_ISSUER = 'login.tmprl.cloud';

/**
 * Who may decode payloads and, by OIDC, decide about money: the users of an identity provider, where there are `subjects` only
 * these; or, to decode alone, whoever holds a bearer token.
 */
export type CodecAccess =
  | { readonly way: 'oidc'; readonly issuer: string; readonly audience: string; readonly subjects?: readonly string[] }
  | { readonly way: 'token'; readonly token: string };

/** @returns the one way that is set, what is wrong with it, or undefined where neither is set */
export function readCodecAccess(
  set: Readonly<Record<string, string | undefined>>,
): CodecAccess | ConfigurationProblem | undefined {
  const { CODEC_OIDC_ISSUER: issuer, CODEC_OIDC_AUDIENCE: audience, CODEC_TOKEN: token } = set;
  const named = set['CODEC_OIDC_SUBJECTS'];
  if (issuer === undefined && audience === undefined) {
    if (named !== undefined) return problemOf('CODEC_OIDC_SUBJECTS', 'is set, but CODEC_OIDC_ISSUER is not');
    return token === undefined ? undefined : { way: 'token', token };
  }
  if (token !== undefined) return problemOf('CODEC_TOKEN', 'is set beside CODEC_OIDC_*: choose one of the two ways');
  if (issuer === undefined) return problemOf('CODEC_OIDC_ISSUER', 'is not set, but CODEC_OIDC_AUDIENCE is');
  if (audience === undefined) return problemOf('CODEC_OIDC_AUDIENCE', 'is not set, but CODEC_OIDC_ISSUER is');
  if (named === undefined && URL.parse(issuer)?.hostname === SHARED_ISSUER) {
    const what = `is not set, but ${SHARED_ISSUER} gives the same tokens to every customer of Temporal Cloud`;
    return problemOf('CODEC_OIDC_SUBJECTS', what);
  }
  const subjects = list.optional().safeParse(named).data;
  // The issuer verbatim: tokens carry it letter by letter, with its slash at the end where it has one.
  return { way: 'oidc', issuer, audience, ...(subjects === undefined ? {} : { subjects }) };
}
