import { createHmac, randomInt } from 'node:crypto';
import type { SandboxClock } from '../control/clock';
import type { Journal } from '../control/journal';
import type { MetaSettings } from './settings';

/** One update of one business account. */
export interface Change {
  readonly wabaId: string;
  readonly field: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface WebhooksDeps {
  readonly appSecret: string;
  readonly clock: SandboxClock;
  readonly journal: Journal;
  readonly settings: () => MetaSettings;
}

/** One POST holds at most this many updates. */
const MAX_BATCH = 1_000;

/** Meta escapes every code unit above U+007F in the bytes that it signs. */
const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Sends updates to the app's webhook, signed, again and again until they are answered with 200. */
export class Webhooks {
  #held: Change[] = [];
  #releasing = false;

  constructor(private readonly deps: WebhooksDeps) {}

  /** @param extraCopies beside the setting's: this one update is delivered so many times more */
  push(change: Change, extraCopies = 0): void {
    const { clock, settings } = this.deps;
    const { holdMs } = settings().delivery;
    if (holdMs === 0 || extraCopies > 0) {
      this.#post([change], extraCopies);
      return;
    }
    this.#held.push(change);
    if (this.#releasing) return;
    this.#releasing = true;
    clock.after(holdMs, () => this.#release());
  }

  #release(): void {
    const { batch, order } = this.deps.settings().delivery;
    const held = ordered(this.#held, order);
    this.#held = [];
    this.#releasing = false;
    const size = batch ? MAX_BATCH : 1;
    for (let from = 0; from < held.length; from += size) this.#post(held.slice(from, from + size), 0);
  }

  #post(changes: readonly Change[], extraCopies: number): void {
    const { clock, settings } = this.deps;
    const { delayMs, duplicates } = settings().delivery;
    const body = JSON.stringify(this.#envelope(changes));
    for (let copy = 0; copy <= duplicates + extraCopies; copy += 1) {
      clock.after(delayMs, () => void this.#deliver(body, 0));
    }
  }

  async #deliver(body: string, attempt: number): Promise<void> {
    const { appSecret, clock, journal, settings } = this.deps;
    const { webhookUrl: url, delivery } = settings();
    if (url === null) return;
    const raw = escaped(body);
    const signature = createHmac('sha256', appSecret).update(raw).digest('hex');
    const headers = { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}` };
    const parsed = JSON.parse(body) as unknown;
    const entry = journal.add({ direction: 'sent', operation: 'webhook', method: 'POST', url, headers, body: parsed });
    if (delivery.drop > 0) {
      delivery.drop -= 1;
      entry.note = 'dropped on purpose';
      return;
    }
    try {
      const signal = AbortSignal.timeout(delivery.timeoutMs);
      const answer = await fetch(url, { method: 'POST', headers, body: raw, signal });
      await answer.text();
      entry.status = answer.status;
      if (answer.status === 200) return;
    } catch (error) {
      entry.note = `no answer: ${String(error)}`;
    }
    const pause = delivery.retriesMs[attempt];
    if (pause !== undefined) clock.after(pause, () => void this.#deliver(body, attempt + 1));
    else entry.note = `${entry.note ?? ''} given up`.trim();
  }

  #envelope(changes: readonly Change[]) {
    const time = Math.floor(this.deps.clock.now() / 1_000);
    const entry = [...new Set(changes.map(({ wabaId }) => wabaId))].map((id) => {
      const own = changes.filter(({ wabaId }) => wabaId === id);
      // Messages carry their own time; everything else has only that of the entry.
      const timed = own.every(({ field }) => field === 'messages') ? {} : { time };
      return { id, ...timed, changes: own.map(({ field, value }) => ({ field, value })) };
    });
    return { object: 'whatsapp_business_account', entry };
  }
}

function ordered(changes: readonly Change[], order: MetaSettings['delivery']['order']): Change[] {
  if (order === 'inOrder') return [...changes];
  const turned = [...changes].reverse();
  if (order === 'reversed') return turned;
  for (let last = turned.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [a, b] = [turned[last], turned[other]];
    if (a !== undefined && b !== undefined) [turned[last], turned[other]] = [b, a];
  }
  return turned;
}
