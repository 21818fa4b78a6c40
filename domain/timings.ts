/** Every wait the product knows, in milliseconds. TIMINGS_FILE overrides them; workflows get them in their input. */
export interface Timings {
  /** Meta's customer-service window. @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
  readonly window: number;
  /** A command older than this asks before it issues (COMMAND_MAX_AGE). */
  readonly commandMaxAge: number;
  /** Between two polls while the payment lives. */
  readonly poll: number;
  /** The one poll after the payment's own expiry. */
  readonly pollAfterExpiry: number;
  /** The longest pause between two polls of a payment without a final word. */
  readonly pollLongest: number;
  /** No final word this long after the payment's time: the seller hears "not confirmed". */
  readonly unconfirmedAfter: number;
  /** Polling ends, people look. */
  readonly pollFor: number;
  /** After FAILED, DECLINED or EXPIRED a late SUCCESS is still caught for this long. */
  readonly linger: number;
  /** Between two polls while lingering. */
  readonly lingerPoll: number;
  /** A link's answer from the channel is awaited this long. */
  readonly linkAnswer: number;
  /** A request to pay is awaited this long; after that nobody knows whether it went out. */
  readonly requestAnswer: number;
  /** A notice's: longer than the channel's first webhook retries. */
  readonly noticeAnswer: number;
  /** Budget of a fast local attempt. */
  readonly localAttempt: number;
  /** The same for recording, which must not hold up a notice. */
  readonly localRecord: number;
  /** A step that fails this long has a StuckReason. */
  readonly stuckAfter: number;
  /** A new link waits this long for old news to be told first. */
  readonly debtsFirst: number;
  /** A question (merchant, payer) ends after this. */
  readonly question: number;
  /** A resolved seller is taken from the conversation for this long. */
  readonly sellerFresh: number;
  /** Between two questions to cap-svc about somebody it does not know. */
  readonly strangerPause: number;
  /** A stranger's conversation ends after this. */
  readonly strangerIdle: number;
  /** An unpaid debt is given up after this. */
  readonly debtLongest: number;
  /** A checkout page with less time than this left is not opened any more. */
  readonly checkoutLeast: number;
  /** Customers who come back make us ask the rail this often at most. */
  readonly askAgain: number;
  /** WhatsApp takes one message to one person this often, and lends a burst. */
  readonly pairEvery: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULT_TIMINGS: Timings = {
  window: DAY,
  commandMaxAge: 10 * MINUTE,
  poll: 90 * SECOND,
  pollAfterExpiry: 5 * SECOND,
  pollLongest: 6 * HOUR,
  unconfirmedAfter: 15 * MINUTE,
  pollFor: 7 * DAY,
  linger: 48 * HOUR,
  lingerPoll: 12 * HOUR,
  linkAnswer: 45 * SECOND,
  requestAnswer: MINUTE,
  noticeAnswer: 10 * MINUTE,
  localAttempt: 5 * SECOND,
  localRecord: SECOND,
  stuckAfter: 20 * SECOND,
  debtsFirst: 5 * SECOND,
  question: 15 * MINUTE,
  sellerFresh: DAY,
  strangerPause: MINUTE,
  strangerIdle: 25 * HOUR,
  debtLongest: 90 * DAY,
  checkoutLeast: MINUTE,
  askAgain: 5 * SECOND,
  pairEvery: 6 * SECOND,
};
