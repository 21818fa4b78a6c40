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
    const { people, now, settings } = this.deps;
    const times = entry(this.#lastInbound, phoneNumberId);
    return people.recordsOf(person).some((record) => now() < (times.get(record) ?? -Infinity) + settings().windowMs);
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
