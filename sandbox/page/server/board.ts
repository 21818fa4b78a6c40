import { randomUUID } from 'node:crypto';
import type { Entry } from '../wire';

interface Kept {
  readonly version: number;
  /** JSON; null: gone. */
  readonly json: string;
}

/**
 * What the page shows, as keys with values. A client that was away for a night asks for what changed since the version it
 * knows; one that knows another server's versions gets all of it. No log has to be kept for that.
 */
export class Board {
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  set(key: string, value: unknown): void {
    const json = JSON.stringify(value);
    if (this.#kept.get(key)?.json === json) return;
    this.#version += 1;
    this.#kept.set(key, { version: this.#version, json });
    for (const listener of this.#listeners) listener();
  }

  read(key: string): unknown {
    const kept = this.#kept.get(key);
    return kept === undefined ? undefined : JSON.parse(kept.json);
  }

  /** What begins with `prefix` and is not among `keys` is gone. */
  retain(prefix: string, keys: ReadonlySet<string>): void {
    for (const [key, { json }] of this.#kept) {
      if (key.startsWith(prefix) && !keys.has(key) && json !== 'null') this.set(key, null);
    }
  }

  /** @param mark as {@link mark} gave it; undefined, or of another server: everything */
  since(mark: string | undefined): { readonly all: boolean; readonly entries: readonly Entry[] } {
    const [epoch, version] = (mark ?? '').split(':');
    const all = epoch !== this.#epoch;
    const from = all ? 0 : Number(version);
    const entries = [...this.#kept]
      .filter(([, kept]) => kept.version > from && !(all && kept.json === 'null'))
      .map(([key, { json }]) => ({ key, value: JSON.parse(json) as unknown }));
    return { all, entries };
  }

  /** Where a client is that has seen everything up to now. */
  get mark(): string {
    return `${this.#epoch}:${String(this.#version)}`;
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  /** @returns stops listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
