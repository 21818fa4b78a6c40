import { randomUUID } from 'node:crypto';
import type { Entry } from '../wire';

interface Kept {
  readonly version: number;
  /** JSON; null: gone. */
  readonly json: string;
}

/** Of so many keys that are gone it is remembered that they are; whoever was away for longer is told everything. */
const GONE_KEPT = 500;

/**
 * What the page shows, as keys with values. A client that was away for a night asks for what changed since the version it
 * knows; one that knows another server's versions gets all of it. No log has to be kept for that.
 */
export class Board {
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  /** Keys that are gone, the longest gone first. */
  readonly #gone = new Set<string>();
  #version = 0;
  /** What went before this version is forgotten. */
  #forgotten = 0;

  set(key: string, value: unknown): void {
    const json = JSON.stringify(value);
    if (this.#kept.get(key)?.json === json) return;
    this.#version += 1;
    this.#kept.set(key, { version: this.#version, json });
    this.#gone.delete(key);
    if (json === 'null') this.#bury(key);
    for (const listener of this.#listeners) listener();
  }

  /** An hour of chaos makes thousands of keys that come and go: the board must not grow with them. */
  #bury(key: string): void {
    this.#gone.add(key);
    if (this.#gone.size <= GONE_KEPT) return;
    const [longest = key] = this.#gone;
    this.#forgotten = this.#kept.get(longest)?.version ?? this.#forgotten;
    this.#kept.delete(longest);
    this.#gone.delete(longest);
  }

  read(key: string): unknown {
    const kept = this.#kept.get(key);
    return kept === undefined ? undefined : JSON.parse(kept.json);
  }

  /** Sets these; what begins with `prefix` and is not among them is gone. */
  replace(prefix: string, values: ReadonlyMap<string, unknown>): void {
    for (const [key, value] of values) this.set(key, value);
    for (const [key, { json }] of this.#kept) {
      if (key.startsWith(prefix) && !values.has(key) && json !== 'null') this.set(key, null);
    }
  }

  /** @param mark as {@link mark} gave it; undefined, of another server, or too long ago: everything */
  since(mark: string | undefined): { readonly all: boolean; readonly entries: readonly Entry[] } {
    const [epoch, version] = (mark ?? '').split(':');
    const all = epoch !== this.#epoch || !(Number(version) >= this.#forgotten);
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

  /** How many keys it holds, with those that are gone. */
  get size(): number {
    return this.#kept.size;
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
