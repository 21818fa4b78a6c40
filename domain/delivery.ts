/** The one set of reasons why a channel did not take a message. */
export type ChannelFailureName =
  /** More than 24 h since the person's last message (131047). */
  | 'WindowClosed'
  /** The template is missing, paused, disabled or not approved. */
  | 'TemplateUnavailable'
  /** Our parameters do not fit the template as approved: drift, a bug. */
  | 'TemplateMismatch'
  /** Too many messages to this one person (131056). */
  | 'PairRateLimited'
  /** Too many messages of this number or app. */
  | 'Throttled'
  /** The channel is down or stumbled, and says that it did not take the message. */
  | 'Transient'
  /** This person can't be reached here. */
  | 'RecipientUnreachable'
  /** This kind of message can't go to an address without a phone (131062). */
  | 'PhoneNeeded'
  /** Token, payment method, restriction: nothing of this line goes out until ops act. */
  | 'AccountBlocked'
  /** The channel calls our request wrong: a bug. */
  | 'MessageRejected'
  /** The request went out and no answer came: it may or may not have been taken. */
  | 'NoAnswer';

export type DeliveryChoice = 'message' | 'template' | 'owe';

/**
 * How to tell something now. Inside the window anything goes as an ordinary message; outside it a notice goes by its
 * Utility template, or is owed. Answers and links only ever follow a message of the seller's, so they are not held back by
 * our clock: the channel has the last word.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function chooseDelivery(facts: {
  readonly kind: 'answer' | 'notice';
  /** ms since the epoch */
  readonly now: number;
  /** ms since the epoch; undefined: the seller never wrote on this line. */
  readonly windowEndsAt: number | undefined;
  /** The channel said that the window is closed, whatever our clock says. */
  readonly saidClosed: boolean;
  readonly templateUsable: boolean;
}): DeliveryChoice {
  if (facts.kind === 'answer') return 'message';
  const open = !facts.saidClosed && facts.windowEndsAt !== undefined && facts.now < facts.windowEndsAt;
  if (open) return 'message';
  return facts.templateUsable ? 'template' : 'owe';
}

/** The end of the customer-service window: 24 h after the latest message known from any side. ISO 8601 in, ms out. */
export function windowEnd(windowMs: number, ...inbound: readonly (string | undefined)[]): number | undefined {
  const times = inbound.flatMap((at) => (at === undefined ? [] : [Date.parse(at)])).filter((at) => !Number.isNaN(at));
  return times.length === 0 ? undefined : Math.max(...times) + windowMs;
}
