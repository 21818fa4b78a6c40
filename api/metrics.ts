import { Counter, Histogram, type Registry } from 'prom-client';
import type { LinkShows, NotOpened } from '../domain/lasting-link';

/** Label values that come from outside are taken from closed sets: anything else counts as `other`. */
const PRICING_TYPES = ['regular', 'free_customer_service', 'free_entry_point'];
const PRICING_CATEGORIES = ['service', 'utility', 'marketing', 'authentication', 'referral_conversion'];

export const RAIL_VERDICTS = [
  'taken',
  'unreadable',
  'badSignature',
  'unknownLink',
  'keyOutOfReach',
  'refunded',
  /** Signed, but of another order: it says nothing of this link's payment. */
  'otherOrder',
  /** Signed, and yet not beyond doubt this payment's: not believed, the rail is asked. */
  'doubtful',
  /** The same, and nobody is left to ask: people have to. */
  'lateDoubtful',
  /** Came after the end and changes nothing. */
  'lateReplay',
  /** Came after the end and is told to the seller. */
  'lateNews',
] as const;
export type RailVerdict = (typeof RAIL_VERDICTS)[number];

export const STATUS_RESULTS = [
  /** Ended a send's wait. */
  'completed',
  /** Nobody waited for it. */
  'dropped',
  /** Passed on to whoever sent the message. */
  'failureSignalled',
  /** The payment is over: its conversation owes the notice now. */
  'owed',
  /** Failed, and nobody is left to tell. */
  'lost',
  /** Without a key of ours. */
  'foreign',
] as const;
export type StatusResult = (typeof STATUS_RESULTS)[number];

/** Our app secrets, while one is changed for the next. */
const SECRETS: readonly string[] = ['current', 'next'];

/** What the api counts. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(registry: Registry) {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `miapos_api_${name}`, help, labelNames, registers: [registry] });
  const updates = counter('webhook_updates_total', 'What webhooks of a channel held, by kind', 'kind');
  const signatures = counter('webhook_signatures_total', 'Webhook signatures by the secret that fitted', 'secret');
  const duplicates = counter('duplicates_total', 'Messages that had been accepted before');
  const rail = counter('rail_callbacks_total', 'Callbacks of the rail by what became of them', 'verdict');
  const statuses = counter('message_statuses_total', 'Statuses of our messages by what became of them', 'result');
  const pricing = counter('message_pricing_total', 'Charged messages', 'type', 'category');
  const limited = counter('limited_requests_total', 'Requests turned away, for their address was refused too often');
  const codec = counter('codec_uses_total', 'Payloads translated for people, in the Temporal UI or CLI', 'how');
  const pageOpens = counter(
    'page_opens_total',
    'Visits of links’ pages: who came, and what was shown',
    'visit',
    'shown',
  );
  const pagePresses = counter('page_presses_total', 'Presses of a page’s button by what they came to', 'shown');
  const acks = new Histogram({
    name: 'miapos_api_webhook_ack_seconds',
    help: 'Time from a webhook to its answer',
    labelNames: ['route', 'status'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers: [registry],
  });
  // From the start at 0: an increase from nothing to 1 is none to Prometheus, and the first late payment would wake nobody.
  for (const verdict of RAIL_VERDICTS) rail.inc({ verdict }, 0);
  for (const result of STATUS_RESULTS) statuses.inc({ result }, 0);
  for (const secret of [...SECRETS, 'other', 'none']) signatures.inc({ secret }, 0);
  return {
    update: (kind: string) => updates.inc({ kind }),
    /** @param index of the secret that fitted; -1: none. */
    signature: (index: number) => signatures.inc({ secret: index < 0 ? 'none' : (SECRETS[index] ?? 'other') }),
    duplicate: () => duplicates.inc(),
    rail: (verdict: RailVerdict) => rail.inc({ verdict }),
    status: (result: StatusResult) => statuses.inc({ result }),
    pricing: (type: string, category: string) =>
      pricing.inc({ type: oneOf(PRICING_TYPES, type), category: oneOf(PRICING_CATEGORIES, category) }),
    limited: () => limited.inc(),
    codecUse: (how: 'decode' | 'encode', payloads: number) => codec.inc({ how }, payloads),
    /** @param visit `back` from the checkout page; `preview`: a program that shows what is behind a link */
    pageOpened: (visit: 'open' | 'back' | 'preview', shown: LinkShows | NotOpened) => pageOpens.inc({ visit, shown }),
    /** @param shown `checkout`: the customer was led on to pay */
    pagePressed: (shown: string) => pagePresses.inc({ shown }),
    ack: (route: string, status: number, seconds: number) => acks.observe({ route, status }, seconds),
  };
}

function oneOf(known: readonly string[], value: string): string {
  return known.includes(value) ? value : 'other';
}
