const LOOK_EVERY_MS = 20;

/** What was waited for did not come. */
export class InVain extends Error {
  override readonly name = 'InVain';
}

/** Waits for a fact. @throws {InVain} naming what did not come within `withinMs` (30 s), or the signal's reason when it is aborted */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { withinMs = 30_000, signal }: { readonly withinMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > until) throw new InVain(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
