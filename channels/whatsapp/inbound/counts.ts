/** What a webhook holds beside what we asked for: dropped, or passed on as `other`, and counted. */
export const WEBHOOK_COUNTS = [
  /** The payload is not about WhatsApp at all. */
  'foreign_object',
  /** An item without what it must have; its neighbours are read. */
  'malformed',
  /** A phone-number id that is no line of ours. */
  'unknown_number',
  /** An account, or a number of an account, that no line of ours belongs to. */
  'unknown_account',
  /** A change of a shape that is not read here. */
  'unknown_change',
  'group_message',
  /** Passed on as `other`. */
  'unknown_type',
  'unknown_status',
  /** A message that does not say whose it is. */
  'no_sender',
  /** A template that is not ours by name, or in a language that we do not speak. */
  'foreign_template',
  /** An error of the number or account that Meta reports beside messages; passed on as a note. */
  'channel_error',
] as const;
export type WebhookCount = (typeof WEBHOOK_COUNTS)[number];
export type Count = (what: WebhookCount) => void;
