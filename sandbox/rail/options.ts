import { z } from 'zod';
import type { SeedMerchant } from '../seed';

/** What can be changed while the simulator runs: `PATCH /__control/settings`. */
export interface RailSettings {
  /** ISO 4217 codes that the scheme settles; a payment in another is taken and fails. */
  readonly currencies: readonly string[];
  /** Payments pay themselves, as in the vendor's sandbox: PENDING, then SUCCESS. Off: the checkout page's button decides. */
  readonly paysByItself: boolean;
  /** From creation to PENDING where the payment moves by itself, in ms. */
  readonly pendingAfterMs: number;
  /** From creation to its final status where the payment moves by itself, in ms. */
  readonly finalAfterMs: number;
  /** 1: `{result, signature}`, sent once. 2: the website's form, signed in headers and repeated. */
  readonly callbackForm: 1 | 2;
  /** Pauses between the tries of form 2, in ms. */
  readonly callbackRetriesMs: readonly number[];
  /** How long a callback waits for its answer, in ms. */
  readonly callbackTimeoutMs: number;
}

const ms = z.int().min(0);

export const settingsSchema = z.strictObject({
  currencies: z
    .array(z.string().regex(/^[A-Z]{3}$/))
    .min(1)
    .optional(),
  paysByItself: z.boolean().optional(),
  pendingAfterMs: ms.optional(),
  finalAfterMs: ms.optional(),
  callbackForm: z.literal([1, 2]).optional(),
  callbackRetriesMs: z.array(ms).max(20).optional(),
  callbackTimeoutMs: ms.optional(),
});

export const DEFAULT_RAIL_SETTINGS: RailSettings = {
  currencies: ['MDL'],
  paysByItself: false,
  pendingAfterMs: 5_000,
  finalAfterMs: 10_000,
  callbackForm: 1,
  callbackRetriesMs: [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000],
  callbackTimeoutMs: 60_000,
};

export interface RailSimOptions {
  /** Whose endpoint this is: merchants of other banks are not known here. Default: the first seeded bank. */
  readonly bankId?: string;
  /** Default: the seeded merchants of the bank. */
  readonly merchants?: readonly SeedMerchant[];
  /** Base of the checkout pages, no slash at the end. Default: what the caller called. */
  readonly publicUrl?: string;
  /** PEM (PKCS#8) RSA key that signs callbacks. Default: a new one. */
  readonly privateKeyPem?: string;
  /** Signs access tokens; the same secret after a restart keeps them good. Default: made from the bank's id. */
  readonly tokenSecret?: string;
  /** Lifetime of an access token in seconds. Default 300. */
  readonly accessTokenSeconds?: number;
  readonly settings?: Partial<RailSettings>;
}
