import type { RailAccess } from './rail';

/** Anything that one bank's key can be tried on. */
export interface Signed {
  /** @param publicKey base64 DER SubjectPublicKeyInfo */
  readonly verify: (publicKey: string) => boolean;
}

export type KeyVerdict =
  /** The origin whose key fitted. */
  | { readonly fits: string }
  /** `misfit`: the bank's key of today did not make this. `outOfReach`: nobody can say yet; ask the rail itself. */
  | { readonly fits: undefined; readonly because: 'misfit' | 'outOfReach' };

export interface KeyRingOptions {
  /** RAIL_ORIGINS: no other key is ever kept. */
  readonly origins: readonly string[];
  /** @returns base64 DER SubjectPublicKeyInfo */
  readonly fetchKey: (access: RailAccess) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Between two fetches of one origin's key, whatever callbacks claim; default a minute. */
  readonly minIntervalMs?: number;
}

/** The banks' callback keys, one per origin, fetched when a callback first needs them. Nothing in here throws. */
export interface KeyRing {
  /** Tries the keys at hand. @returns the origin whose key fits */
  fitting(callback: Signed): string | undefined;
  /**
   * Tries the keys at hand, then fetches the one of the link's bank: it is missing, or was replaced.
   *
   * @param accessFor the link's seller's access to the rail; undefined where the link is unknown: nothing is fetched then,
   * and nothing can fit. Its failure counts as a key out of reach
   */
  originOf(callback: Signed, accessFor: () => Promise<RailAccess | undefined>): Promise<KeyVerdict>;
}

interface Attempt {
  readonly at: number;
  /** Whether the origin's key of that time is at hand. Never rejects. */
  readonly done: Promise<boolean>;
}

export function createKeyRing({ origins, fetchKey, now, minIntervalMs = 60_000 }: KeyRingOptions): KeyRing {
  const keys = new Map<string, string>();
  const attempts = new Map<string, Attempt>();

  const fitting = (callback: Signed): string | undefined =>
    [...keys].find(([, publicKey]) => callback.verify(publicKey))?.[0];

  const fetchInto = async (access: RailAccess): Promise<boolean> => {
    try {
      keys.set(access.origin, await fetchKey(access));
      return true;
    } catch {
      return false;
    }
  };

  /** All who need the key within the interval share one fetch and its result: forgeries can't make us ask more often. */
  function refresh(access: RailAccess): Promise<boolean> {
    const last = attempts.get(access.origin);
    if (last !== undefined && now() - last.at < minIntervalMs) return last.done;
    const attempt = { at: now(), done: fetchInto(access) };
    attempts.set(access.origin, attempt);
    return attempt.done;
  }

  return {
    fitting,
    async originOf(callback, accessFor) {
      const known = fitting(callback);
      if (known !== undefined) return { fits: known };
      try {
        const access = await accessFor();
        if (access === undefined) return { fits: undefined, because: 'misfit' };
        const here = origins.includes(access.origin) && (await refresh(access));
        if (!here) return { fits: undefined, because: 'outOfReach' };
      } catch {
        return { fits: undefined, because: 'outOfReach' };
      }
      const fits = fitting(callback);
      return fits === undefined ? { fits, because: 'misfit' } : { fits };
    },
  };
}
