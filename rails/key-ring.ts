import type { RailAccess } from './rail';

/** Anything that one bank's key can be tried on. */
export interface Signed {
  /** @param publicKey base64 DER SubjectPublicKeyInfo */
  readonly verify: (publicKey: string) => boolean;
}

export type KeyVerdict =
  /** The origins whose key fitted: more than one where a bank has several hosts and one key. */
  | { readonly fits: readonly string[] }
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
  /** Tries the keys at hand. @returns the origins whose key fits */
  fitting(callback: Signed): readonly string[];
  /** Whether the keys of all origins are at hand: until then there may be another that fits. */
  isComplete(): boolean;
  /**
   * Tries the keys at hand, then fetches the one of the link's bank: it is missing, or was replaced. One that can't be had does
   * not undo what fits without it.
   *
   * @param accessFor the link's seller's access to the rail; undefined where the link is unknown: nothing is fetched then,
   * and nothing can fit. Its failure counts as a key out of reach
   */
  originsOf(callback: Signed, accessFor: () => Promise<RailAccess | undefined>): Promise<KeyVerdict>;
}

interface Attempt {
  readonly at: number;
  /** Whether the origin's key of that time is at hand. Never rejects. */
  readonly done: Promise<boolean>;
}

export function createKeyRing({ origins, fetchKey, now, minIntervalMs = 60_000 }: KeyRingOptions): KeyRing {
  const keys = new Map<string, string>();
  const attempts = new Map<string, Attempt>();

  const fitting = (callback: Signed): readonly string[] =>
    [...keys].flatMap(([origin, publicKey]) => (callback.verify(publicKey) ? [origin] : []));

  const isComplete = (): boolean => origins.every((origin) => keys.has(origin));

  const forget = (origin: string): void => {
    keys.delete(origin);
    attempts.delete(origin);
  };

  const fetchInto = async (access: RailAccess): Promise<boolean> => {
    const { origin } = access;
    try {
      const publicKey = await fetchKey(access);
      const before = keys.get(origin);
      keys.set(origin, publicKey);
      // Hosts of one bank change it together: what another has kept of before would hide that its own is missing.
      if (before !== publicKey) for (const [other, kept] of keys) if (kept === before) forget(other);
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

  /** @returns why nothing fits, if nothing does then */
  async function learn(accessFor: () => Promise<RailAccess | undefined>, doubted: boolean) {
    try {
      const access = await accessFor();
      if (access === undefined) return 'misfit';
      if (!origins.includes(access.origin)) return 'outOfReach';
      if (!doubted && keys.has(access.origin)) return 'misfit';
      return (await refresh(access)) ? 'misfit' : 'outOfReach';
    } catch {
      return 'outOfReach';
    }
  }

  return {
    fitting,
    isComplete,
    async originsOf(callback, accessFor) {
      const known = fitting(callback);
      if (known.length > 0 && isComplete()) return { fits: known };
      const because = await learn(accessFor, known.length === 0);
      const fits = fitting(callback);
      return fits.length > 0 ? { fits } : { fits: undefined, because };
    },
  };
}
