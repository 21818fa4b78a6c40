import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const REFRESH_TOKEN_SECONDS = 432_000;
const claims = z.object({ use: z.enum(['access', 'refresh']), merchantId: z.string(), expiresAt: z.number() });

export interface TokenAnswer {
  readonly accessToken: string;
  readonly accessTokenExpiresIn: number;
  readonly refreshToken: string;
  readonly refreshTokenExpiresIn: number;
  readonly tokenType: 'Bearer';
}

export interface RailTokensOptions {
  readonly secret: string;
  readonly accessTokenSeconds: number;
  readonly now: () => number;
}

/** Tokens that carry their own claims, so that a restarted simulator still takes them. */
export class RailTokens {
  #revokedBefore = 0;
  readonly #issuedAt = new Map<string, number>();

  constructor(private readonly options: RailTokensOptions) {}

  issue(merchantId: string): TokenAnswer {
    const { accessTokenSeconds } = this.options;
    return {
      accessToken: this.#mint('access', merchantId, accessTokenSeconds),
      accessTokenExpiresIn: accessTokenSeconds,
      refreshToken: this.#mint('refresh', merchantId, REFRESH_TOKEN_SECONDS),
      refreshTokenExpiresIn: REFRESH_TOKEN_SECONDS,
      tokenType: 'Bearer',
    };
  }

  /** @returns the merchant that the token is good for, or undefined */
  merchantOf(token: string, use: 'access' | 'refresh'): string | undefined {
    const [payload, mac] = token.split('.');
    if (payload === undefined || mac === undefined || !equal(mac, this.#mac(payload))) return undefined;
    const parsed = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const revoked = use === 'access' && (this.#issuedAt.get(token) ?? this.#revokedBefore) < this.#revokedBefore;
    return parsed.use === use && parsed.expiresAt > this.options.now() && !revoked ? parsed.merchantId : undefined;
  }

  /** Every access token issued so far answers 401 from now on. */
  revokeAll(): void {
    this.#revokedBefore += 1;
  }

  #mint(use: 'access' | 'refresh', merchantId: string, seconds: number): string {
    const expiresAt = this.options.now() + seconds * 1_000;
    const payload = Buffer.from(JSON.stringify({ use, merchantId, expiresAt, id: randomUUID() })).toString('base64url');
    const token = `${payload}.${this.#mac(payload)}`;
    if (use === 'access') this.#issuedAt.set(token, this.#revokedBefore);
    return token;
  }

  #mac(payload: string): string {
    return createHmac('sha256', this.options.secret).update(payload).digest('base64url');
  }
}

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
