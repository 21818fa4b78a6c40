import { z } from 'zod';
import type { SandboxClock } from '../control/clock';
import type { Journal } from '../control/journal';
import type { Directory } from './directory';
import { CapError } from './errors';
import type { Vault } from './vault';

const railToken = z.object({
  accessToken: z.string(),
  accessTokenExpiresIn: z.number(),
  refreshToken: z.string(),
  refreshTokenExpiresIn: z.number(),
});

interface Held {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string;
}

export interface BrokerDeps {
  readonly directory: Directory;
  readonly vault: Vault;
  readonly journal: Journal;
  readonly clock: SandboxClock;
  /** A held token with less left than this is renewed before it is handed out, in ms. */
  readonly renewBeforeMs: () => number;
}

const RAIL_TIMEOUT_MS = 30_000;

/** Gets ecomm tokens of the merchants from their banks' rails and hands them out with the time they have left. */
export class TokenBroker {
  readonly #held = new Map<string, Held>();

  constructor(private readonly deps: BrokerDeps) {}

  /** @throws CapError UNAVAILABLE where the bank's rail refuses or does not answer */
  async tokenOf(merchantId: string, baseUrl: string): Promise<{ accessToken: string; expiresInSeconds: number }> {
    const { clock, renewBeforeMs } = this.deps;
    const held = this.#held.get(merchantId);
    const fresh = held !== undefined && held.expiresAt - clock.now() > renewBeforeMs();
    const token = fresh ? held : await this.#renew(merchantId, baseUrl, held);
    this.#held.set(merchantId, token);
    return {
      accessToken: token.accessToken,
      expiresInSeconds: Math.floor((token.expiresAt - clock.now()) / 1_000),
    };
  }

  /** The next ask gets a new token. */
  forget(merchantId?: string): void {
    if (merchantId === undefined) this.#held.clear();
    else this.#held.delete(merchantId);
  }

  async #renew(merchantId: string, baseUrl: string, held: Held | undefined): Promise<Held> {
    const refreshed =
      held === undefined
        ? undefined
        : await this.#call(`${baseUrl}/ecomm/api/v1/token/refresh`, { refreshToken: held.refreshToken });
    if (refreshed !== undefined) return refreshed;
    const secretKey = this.deps.vault.open(merchantId);
    const token = await this.#call(`${baseUrl}/ecomm/api/v1/token`, { merchantId, secretKey });
    if (token === undefined) throw new CapError('UNAVAILABLE', 'The bank refused the credentials of this merchant.');
    return token;
  }

  /** @returns undefined where the rail refuses */
  async #call(url: string, body: Readonly<Record<string, string>>): Promise<Held | undefined> {
    const { journal, clock } = this.deps;
    // The body is a secret and stays out of the journal.
    const entry = journal.add({ direction: 'sent', operation: 'railToken', method: 'POST', url, headers: {} });
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(RAIL_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      entry.note = `no answer: ${String(cause)}`;
      throw new CapError('UNAVAILABLE', 'The rail of the bank does not answer.');
    });
    entry.status = answer.status;
    if (answer.status === 429 || answer.status >= 500)
      throw new CapError('UNAVAILABLE', 'The rail of the bank is down.');
    if (!answer.ok) return undefined;
    const token = railToken.parse(await answer.json());
    const { accessToken, refreshToken } = token;
    return { accessToken, refreshToken, expiresAt: clock.now() + token.accessTokenExpiresIn * 1_000 };
  }
}
