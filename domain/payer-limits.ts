import type { FinalStatus } from './payment';

/**
 * How often payers may be asked to pay. People who are asked by strangers again and again stop trusting the rail: UPI's
 * collect requests were withdrawn for it.
 */
export interface RtpLimits {
  /** Requests of one seller in any hour. */
  readonly sellerPerHour: number;
  /** Unanswered requests to one payer at once, whoever sends them. */
  readonly payerOpen: number;
  /** Requests to one payer in any 24 hours, whoever sends them. */
  readonly payerPerDay: number;
  /** Requests of one seller that a payer declines before that seller is stopped for that payer. */
  readonly declinesToStop: number;
  /** How long such a stop holds. */
  readonly stopDays: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A payer is forgotten when nothing happened for this long. */
const MEMORY = 30 * DAY;

/** What became of a request; `sent`: it went out, or may have; `unsent`: it never did. */
export type RequestNews = FinalStatus | 'sent' | 'unsent';

/** One request to a payer. Times are ISO 8601. */
interface Asked {
  readonly linkId: string;
  /** posUserId: opaque. */
  readonly sellerId: string;
  readonly at: string;
  /** It counts as open until it ends, or until then: the rail's own request is over by that time. */
  readonly openUntil: string;
  readonly end?: FinalStatus;
  readonly endedAt?: string;
}

/** What is remembered of one payer, without the payer: neither phone nor name. */
export interface PayerMemory {
  readonly asked: readonly Asked[];
  /** Sellers whose request went out to this payer before. */
  readonly knownTo: readonly { readonly sellerId: string; readonly at: string }[];
  readonly stopped: readonly { readonly sellerId: string; readonly until: string }[];
  /** ISO 8601; the last time that anything was asked or ended. */
  readonly touchedAt?: string;
}

export const STRANGE_PAYER: PayerMemory = { asked: [], knownTo: [], stopped: [] };

export interface Reservation {
  readonly linkId: string;
  readonly sellerId: string;
  readonly openUntil: string;
}

export type ReservationAnswer =
  /** `known`: this seller has sent this payer a request before. */
  { readonly allowed: true; readonly known: boolean } | { readonly allowed: false; readonly why: RefusedBy };
type RefusedBy = 'payerLimit' | 'payerDeclined';

/** Takes a place for one request. The same request again gets the same place. `now`: ms since the epoch. */
export function reserve(
  memory: PayerMemory,
  wanted: Reservation,
  limits: RtpLimits,
  now: number,
): { readonly memory: PayerMemory; readonly answer: ReservationAnswer } {
  const at = new Date(now).toISOString();
  const kept = { ...forget(memory, limits, now), touchedAt: at };
  const known = kept.knownTo.some((one) => one.sellerId === wanted.sellerId);
  const allowed = { memory: kept, answer: { allowed: true, known } } as const;
  if (kept.asked.some((one) => one.linkId === wanted.linkId)) return allowed;
  const why = refusal(kept, wanted.sellerId, limits, now);
  if (why !== undefined) return { memory: kept, answer: { allowed: false, why } };
  return { ...allowed, memory: { ...kept, asked: [...kept.asked, { ...wanted, at }] } };
}

function refusal(memory: PayerMemory, sellerId: string, limits: RtpLimits, now: number): RefusedBy | undefined {
  if (memory.stopped.some((one) => one.sellerId === sellerId)) return 'payerDeclined';
  const open = memory.asked.filter((one) => isOpen(one, now)).length;
  const today = memory.asked.filter((one) => now - Date.parse(one.at) < DAY).length;
  return open >= limits.payerOpen || today >= limits.payerPerDay ? 'payerLimit' : undefined;
}

const isOpen = (one: Asked, now: number): boolean => one.end === undefined && now < Date.parse(one.openUntil);

/**
 * What became of a request. Sent: the seller need not confirm this payer again. Ended: its place is free; a later word
 * about the same request replaces an earlier one, and takes back a stop that hung on it.
 *
 * @param now ms since the epoch
 * @param takesBack asked where a stop is taken back
 */
export function note(
  memory: PayerMemory,
  { linkId, news }: { readonly linkId: string; readonly news: RequestNews },
  limits: RtpLimits,
  now: number,
  takesBack: () => boolean = () => true,
): PayerMemory {
  const at = new Date(now).toISOString();
  const kept = { ...forget(memory, limits, now), touchedAt: at };
  const request = kept.asked.find((one) => one.linkId === linkId);
  if (request === undefined) return kept;
  const others = kept.asked.filter((one) => one !== request);
  if (news === 'unsent') return { ...kept, asked: others };
  const { sellerId } = request;
  const after = withKnown(kept, sellerId, at);
  if (news === 'sent') return after;
  const ended = { ...after, asked: [...others, { ...request, end: news, endedAt: request.endedAt ?? at }] };
  if ((news === 'DECLINED') === (request.end === 'DECLINED')) return ended;
  if (news === 'DECLINED') return stopIfDeclined(ended, sellerId, limits, now);
  const stopped = ended.stopped.filter((one) => one.sellerId !== sellerId);
  const isBaseless = stopped.length < ended.stopped.length && !isDeclinedOften(ended, sellerId, limits);
  return isBaseless && takesBack() ? { ...ended, stopped } : ended;
}

function withKnown(memory: PayerMemory, sellerId: string, at: string): PayerMemory {
  const others = memory.knownTo.filter((one) => one.sellerId !== sellerId);
  return { ...memory, knownTo: [...others, { sellerId, at }] };
}

function stopIfDeclined(memory: PayerMemory, sellerId: string, limits: RtpLimits, now: number): PayerMemory {
  if (!isDeclinedOften(memory, sellerId, limits)) return memory;
  const until = new Date(now + limits.stopDays * DAY).toISOString();
  return { ...memory, stopped: [...memory.stopped.filter((one) => one.sellerId !== sellerId), { sellerId, until }] };
}

function isDeclinedOften({ asked }: PayerMemory, sellerId: string, { declinesToStop }: RtpLimits): boolean {
  return asked.filter((one) => one.sellerId === sellerId && one.end === 'DECLINED').length >= declinesToStop;
}

/** Drops what no limit looks at any more. */
function forget(memory: PayerMemory, limits: RtpLimits, now: number): PayerMemory {
  const young = (at: string, longest: number) => now - Date.parse(at) < longest;
  return {
    ...memory,
    asked: memory.asked.filter(
      (one) =>
        young(one.at, DAY) ||
        isOpen(one, now) ||
        (one.end === 'DECLINED' && young(one.endedAt ?? one.at, limits.stopDays * DAY)),
    ),
    knownTo: memory.knownTo.filter((one) => young(one.at, MEMORY)),
    stopped: memory.stopped.filter((one) => now < Date.parse(one.until)),
  };
}

/** When nothing of this payer has to be remembered any more, in ms since the epoch; later where a stop holds longer. */
export function forgottenAt(memory: PayerMemory, now: number): number {
  const touched = memory.touchedAt === undefined ? now : Date.parse(memory.touchedAt);
  return Math.max(touched + MEMORY, ...memory.stopped.map((one) => Date.parse(one.until)));
}

/** One seller's requests of the last hour, newest last; ISO 8601. */
export type SellerRequests = readonly { readonly linkId: string; readonly at: string }[];

/**
 * Counts one more request of a seller, also one that the payer's limits then refuse: whoever tries numbers finds out little.
 * The same request again counts once.
 */
export function countRequest(
  requests: SellerRequests,
  linkId: string,
  perHour: number,
  now: number,
): { readonly requests: SellerRequests; readonly allowed: boolean } {
  const recent = requests.filter((one) => now - Date.parse(one.at) < HOUR);
  if (recent.some((one) => one.linkId === linkId)) return { requests: recent, allowed: true };
  if (recent.length >= perHour) return { requests: recent, allowed: false };
  return { requests: [...recent, { linkId, at: new Date(now).toISOString() }], allowed: true };
}
