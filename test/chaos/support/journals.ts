import type { JournalEntry } from '../../../sandbox/control/journal';
import type { World } from '../../../sandbox/world';

/** The rail's own note on a callback that it was told not to send. */
const LOST = 'lost on purpose';

/** What is counted of the simulators' journals, which keep a limited number of entries: read as the run goes on. */
export class Journals {
  /** Ids of messages in webhooks that were answered with 200: accepted. */
  readonly accepted = new Set<string>();
  /** Answers to webhooks and to callbacks, by status; `none`: nobody answered. */
  readonly webhooks = new Map<string, number>();
  readonly callbacks = new Map<string, number>();
  /** Calls that met a fault, by simulator and operation. */
  readonly faults = new Map<string, number>();
  /** Requests to pay that the rail received, by orderId. */
  readonly requests = new Map<string, number>();
  private readonly seen = new Map<string, number>();
  /** Sent, and not answered when it was looked at last. */
  private open: { readonly of: string; readonly entry: JournalEntry }[] = [];

  constructor(private readonly world: World) {}

  /** Reads what is new. What is under way is looked at again later. */
  read(): void {
    const { meta, capSvc, rails } = this.world;
    const journals = [
      ['meta', meta.journal],
      ['cap-svc', capSvc.journal],
      ...rails.map((rail) => [`rail ${rail.bankId}`, rail.journal] as const),
    ] as const;
    const open = this.open;
    this.open = [];
    for (const { of, entry } of open) this.take(of, entry);
    for (const [of, journal] of journals) {
      for (const entry of journal.since(this.seen.get(of) ?? 0)) this.takeNew(of, entry);
      this.seen.set(of, journal.last);
    }
  }

  private takeNew(of: string, entry: JournalEntry): void {
    const { direction, operation, note } = entry;
    if ((direction === 'received' || note === LOST) && note !== undefined)
      count(this.faults, `${of.split(' ')[0] ?? of} ${operation}`);
    if (operation === 'requestToPay') count(this.requests, orderOf(entry));
    if (direction === 'sent') this.take(of, entry);
  }

  private take(of: string, entry: JournalEntry): void {
    const { operation, status, note } = entry;
    if (operation !== 'webhook' && operation !== 'callback') return;
    if (status === undefined && note === undefined) {
      this.open.push({ of, entry });
      return;
    }
    if (note === LOST) return;
    count(operation === 'webhook' ? this.webhooks : this.callbacks, String(status ?? 'none'));
    if (operation === 'webhook' && status === 200) for (const id of messageIds(entry.body)) this.accepted.add(id);
  }
}

const count = (into: Map<string, number>, key: string): void => void into.set(key, (into.get(key) ?? 0) + 1);

const orderOf = ({ body }: JournalEntry): string => String((body as { orderId?: unknown } | undefined)?.orderId);

interface Webhook {
  readonly entry?: readonly {
    readonly changes?: readonly { readonly value?: { readonly messages?: readonly { readonly id: string }[] } }[];
  }[];
}

const messageIds = (body: unknown): readonly string[] =>
  ((body as Webhook).entry ?? [])
    .flatMap(({ changes = [] }) => changes)
    .flatMap(({ value }) => value?.messages ?? [])
    .map(({ id }) => id);
