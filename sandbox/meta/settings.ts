import { z } from 'zod';

const ms = z.number().int().min(0);

/** How webhooks go out. Meta promises neither order nor "once": these make it visible. */
const delivery = z.strictObject({
  /** Every POST starts this much later. */
  delayMs: ms,
  /** Updates are gathered for this long before they go out. */
  holdMs: ms,
  /** Gathered updates go out in one POST instead of one each. */
  batch: z.boolean(),
  /** Order of gathered updates. */
  order: z.enum(['inOrder', 'reversed', 'shuffled']),
  /** Each POST goes out this many times more. */
  duplicates: z.number().int().min(0).max(100),
  /** So many of the next POSTs vanish. */
  drop: ms,
  /** Pauses before the tries after an answer other than 200, in ms; their number bounds the tries. */
  retriesMs: z.array(ms).max(50),
  timeoutMs: ms,
});

/** When a message's statuses come, from its acceptance; null: never. */
const statuses = z.strictObject({ sentMs: ms.nullable(), deliveredMs: ms.nullable(), readMs: ms.nullable() });

const settingsSchema = z.strictObject({
  webhookUrl: z.url().nullable(),
  /** How a free-form message outside the window is refused: at once, by a failed status, or not at all. */
  window: z.enum(['sync', 'async', 'off']),
  windowMs: ms,
  /** One message per `everyMs` to one person, `burst` borrowed from the future; null: no limit. */
  pairRate: z.strictObject({ everyMs: ms, burst: z.number().int().min(1) }).nullable(),
  statuses,
  delivery,
  /** What becomes of a template that is created, after `templateReviewMs`. */
  templateReview: z.enum(['approve', 'reject', 'none']),
  templateReviewMs: ms,
  /** Everybody has a business-scoped user id beside the phone, as in production since April 2026. */
  userIds: z.boolean(),
});
export type MetaSettings = z.infer<typeof settingsSchema>;

const settingsChange = settingsSchema.extend({ statuses: statuses.partial(), delivery: delivery.partial() }).partial();
export type MetaSettingsChange = z.input<typeof settingsChange>;

export const DEFAULT_META_SETTINGS: MetaSettings = {
  webhookUrl: null,
  window: 'sync',
  windowMs: 24 * 60 * 60_000,
  pairRate: { everyMs: 6_000, burst: 45 },
  statuses: { sentMs: 20, deliveredMs: 60, readMs: 200 },
  delivery: {
    delayMs: 0,
    holdMs: 0,
    batch: false,
    order: 'inOrder',
    duplicates: 0,
    drop: 0,
    retriesMs: [1_000, 4_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 43_200_000, 86_400_000],
    timeoutMs: 10_000,
  },
  templateReview: 'approve',
  templateReviewMs: 100,
  userIds: false,
};

/** The settings with a change laid over them; `statuses` and `delivery` are changed field by field. */
export function withChange(settings: MetaSettings, input: unknown): MetaSettings {
  const { statuses: ladder, delivery: way, ...rest } = settingsChange.parse(input);
  return settingsSchema.parse({
    ...settings,
    ...rest,
    statuses: { ...settings.statuses, ...ladder },
    delivery: { ...settings.delivery, ...way },
  });
}
