import type { People, Person } from './people';
import type { MetaSettings } from './settings';

export interface LimitsDeps {
  readonly now: () => number;
  readonly people: People;
  readonly settings: () => MetaSettings;
}

/** The 24-hour window and the pair rate: both are per person and business number. */
export class Limits {
  readonly #lastInbound = new Map<string, Map<Person, number>>();
  readonly #nextFree = new Map<string, Map<Person, number>>();

  constructor(private readonly deps: LimitsDeps) {}

  /** @param at epoch ms of the person's message */
  opened(phoneNumberId: string, person: Person, at: number): void {
    const times = entry(this.#lastInbound, phoneNumberId);
    times.set(person, Math.max(at, times.get(person) ?? 0));
  }

  windowOpen(phoneNumberId: string, person: Person): boolean {
    return this.deps.now() < (this.windowEndsAt(phoneNumberId, person) ?? -Infinity);
  }

  /** Epoch ms; undefined: the person never wrote to this number. */
  windowEndsAt(phoneNumberId: string, person: Person): number | undefined {
    const times = entry(this.#lastInbound, phoneNumberId);
    const known = this.deps.people.recordsOf(person).flatMap((record) => times.get(record) ?? []);
    return known.length === 0 ? undefined : Math.max(...known) + this.deps.settings().windowMs;
  }

  /** This one chat's last message was so much earlier (negative: later) than it was: a day passes for nobody else. */
  age(phoneNumberId: string, person: Person, ms: number): void {
    const times = entry(this.#lastInbound, phoneNumberId);
    for (const record of this.deps.people.recordsOf(person)) {
      const at = times.get(record);
      if (at !== undefined) times.set(record, at - ms);
    }
  }

  /** A burst borrows from the future: each message moves the time from which the pair is even again. */
  takePair(phoneNumberId: string, person: Person): boolean {
    const rate = this.deps.settings().pairRate;
    if (rate === null) return true;
    const times = entry(this.#nextFree, phoneNumberId);
    const now = this.deps.now();
    const next = Math.max(now, times.get(person) ?? 0) + rate.everyMs;
    if (next - now > rate.burst * rate.everyMs) return false;
    times.set(person, next);
    return true;
  }
}

function entry(all: Map<string, Map<Person, number>>, phoneNumberId: string): Map<Person, number> {
  const found = all.get(phoneNumberId) ?? new Map<Person, number>();
  all.set(phoneNumberId, found);
  return found;
}
