import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { isWebAddress } from '../../config/values';
import type { Log } from '../http/log';
import { Problem } from '../http/problem';

const TIMEOUT_MS = 3_000;
/** No shared secrets: whoever verifies must not be able to sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Keys fetched in clear could be anybody's. */
const discoverySchema = z.looseObject({ issuer: z.string(), jwks_uri: z.string().refine(isWebAddress) });

class IssuerMismatch extends Error {
  override readonly name = 'IssuerMismatch';
}

export interface OidcOptions {
  /** As tokens carry it, letter by letter. */
  readonly issuer: string;
  readonly audience: string;
  /** The only users who are let in; absent: all of this issuer with a token for this audience. */
  readonly subjects?: readonly string[];
}

/**
 * Checks a token of the identity provider, whose keys are found by discovery and cached.
 *
 * @returns the user's stable id at the provider
 * @throws Problem: `Unauthorized` for a token that is not good here, `Forbidden` for a user who is not one of `subjects`,
 * `IdentityProviderUnavailable` where nobody can say
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export function createOidcVerifier(
  { issuer, audience, subjects }: OidcOptions,
  log: Log,
): (token: string) => Promise<string> {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  async function discover(): Promise<JWTVerifyGetKey> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    const found = discoverySchema.parse(await answer.json());
    if (found.issuer !== issuer) throw new IssuerMismatch('CODEC_OIDC_ISSUER calls itself by another name.');
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: TIMEOUT_MS });
  }

  function admitted(subject: string): string {
    if (subjects === undefined || subjects.includes(subject)) return subject;
    // Whoever keeps the list needs the name to add; whoever asks learns neither how it is spelt here nor who else is in it.
    log.warn({ subject }, 'a user who is not in CODEC_OIDC_SUBJECTS was refused');
    throw new Problem(
      'Forbidden',
      'The token is good, but its user is not in CODEC_OIDC_SUBJECTS. The log names the user.',
    );
  }

  /** The name in a token that is good here. */
  async function subjectOf(token: string): Promise<string> {
    keys ??= discover();
    const getKey = await keys.catch((cause: unknown) => {
      keys = undefined;
      throw unavailable(cause);
    });
    try {
      const wanted = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'] };
      const { payload } = await jwtVerify(token, getKey, wanted);
      // An empty name would be whoever's: it is nobody's.
      if (payload.sub !== undefined && payload.sub.trim() !== '') return payload.sub;
    } catch (error) {
      if (!isTokensFault(error)) throw unavailable(error);
    }
    throw new Problem('Unauthorized', 'The token is expired, of another issuer or audience, or not signed by it.', {
      'WWW-Authenticate': 'Bearer error="invalid_token"',
    });
  }

  return async (token) => admitted(await subjectOf(token));
}

function isTokensFault(error: unknown): boolean {
  const keysAway = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC' && !keysAway;
}

function unavailable(cause: unknown): Problem {
  const problem = new Problem(
    'IdentityProviderUnavailable',
    'CODEC_OIDC_ISSUER does not answer as it should. Try again.',
  );
  problem.cause = cause;
  return problem;
}
