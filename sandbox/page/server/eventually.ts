const LOOK_EVERY_MS = 20;

/** Waits for a fact. @throws naming what did not come within `withinMs` (30 s), or the signal's reason when it is aborted */
export async function eventually<T>(
  what: string,
  look: () => T | undefined,
  { withinMs = 30_000, signal }: { readonly withinMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const seen = look();
    if (seen !== undefined) return seen;
    if (Date.now() > until) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
