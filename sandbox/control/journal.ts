/** One call that a simulator received or sent. `status` and `answer` are absent while, or where, no answer came. */
export interface JournalEntry {
  /** Grows by one per entry; the cursor of `?since=`. */
  readonly seq: number;
  /** ISO 8601, the simulator's own clock. */
  readonly at: string;
  readonly direction: 'received' | 'sent';
  /** The simulator's name of the call: what fault rules match. */
  readonly operation: string;
  readonly method: string;
  /** Path and query of a received call, whole URL of a sent one. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  status?: number;
  answer?: unknown;
  /** What a fault rule, a switch or the network did to it. */
  note?: string;
}

export type NewEntry = Omit<JournalEntry, 'seq' | 'at'>;

/** Bounded so that a load run does not eat the machine; the sequence numbers go on. */
const KEPT = 50_000;

/** All that a simulator received and sent, in order. */
export class Journal {
  #seq = 0;
  #entries: JournalEntry[] = [];

  constructor(private readonly now: () => number) {}

  add(entry: NewEntry): JournalEntry {
    const added = { ...entry, seq: ++this.#seq, at: new Date(this.now()).toISOString() };
    this.#entries.push(added);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
    return added;
  }

  /** @param seq entries after this one; 0: all that are kept */
  since(seq = 0): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  get last(): number {
    return this.#seq;
  }

  clear(): void {
    this.#entries = [];
  }
}
