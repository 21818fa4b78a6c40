import { z } from 'zod';

/** What is nice to have must not cost a message its neighbours or itself: an odd value counts as an absent one. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** No id, name or number of Meta's is longer; ids of messages have about 60 characters, user ids up to 135. */
const LONGEST = 512;
/** Names and phone numbers are sometimes there and empty. */
export const text = maybe(z.string().min(1).max(LONGEST));
/** Graph writes ids as strings or as numbers. */
const id = z.union([z.string().min(1), z.number().int().transform(String)]);
const seconds = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
/** Unix seconds, written as a number or as a string, as ISO 8601. */
export const instant = seconds.transform((value, context) => {
  const date = new Date(value * 1_000);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});
const items = z.array(z.unknown()).catch([]);

export const envelopeSchema = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.unknown()),
});

export const entrySchema = z.looseObject({ id, time: maybe(instant), changes: z.array(z.unknown()) });

export const changeSchema = z.looseObject({ field: text, value: z.looseObject({}) });

export const messagesValueSchema = z.looseObject({
  metadata: z.looseObject({ phone_number_id: id }),
  contacts: items,
  messages: items,
  statuses: items,
  errors: items,
});

export const profileSchema = z.looseObject({
  wa_id: text,
  user_id: text,
  identity_key_hash: text,
  profile: maybe(z.looseObject({ name: text })),
});
export type Profile = z.infer<typeof profileSchema>;

export const messageSchema = z.looseObject({
  id: z.string().min(1).max(LONGEST),
  timestamp: instant,
  type: z.string().min(1).max(LONGEST).catch('unknown'),
  from: text,
  from_user_id: text,
  group_id: text,
  origin: text,
  context: maybe(z.looseObject({ id: text, forwarded: maybe(z.boolean()), frequently_forwarded: maybe(z.boolean()) })),
});
export type Message = z.infer<typeof messageSchema>;

export const statusSchema = z.looseObject({
  id: z.string().min(1).max(LONGEST),
  timestamp: maybe(instant),
  status: z.string(),
  recipient_type: text,
  group_id: text,
  biz_opaque_callback_data: text,
  errors: z.array(z.looseObject({ code: maybe(z.number().int()) })).catch([]),
  pricing: maybe(z.looseObject({ type: z.string(), category: z.string() })),
});

export const errorSchema = z.looseObject({ code: z.number().int() });

export const templateValueSchema = z.looseObject({
  message_template_id: id,
  message_template_name: z.string(),
  message_template_language: z.string(),
  message_template_category: text,
  event: text,
  reason: text,
  other_info: maybe(z.looseObject({ title: text })),
  new_quality_score: text,
  new_category: text,
  correct_category: text,
  category_update_timestamp: maybe(instant),
});
export type TemplateValue = z.infer<typeof templateValueSchema>;

export const accountValueSchema = z.looseObject({
  event: text,
  phone_number: text,
  display_phone_number: text,
  ban_info: maybe(z.looseObject({ waba_ban_state: text })),
  restriction_info: z.array(z.looseObject({ restriction_type: text, expiration: maybe(instant) })).catch([]),
  alert_info: maybe(z.looseObject({ alert_type: text })),
  decision: text,
});
export type AccountValue = z.infer<typeof accountValueSchema>;
