import { z } from 'zod';

const shared = {
  /** The sender's phone, with or without the plus; absent where WhatsApp hides it. */
  from: z
    .string()
    .regex(/^\+?[1-9][0-9]{6,14}$/)
    .optional(),
  /** The sender's business-scoped user id. */
  userId: z.string().min(1).optional(),
  name: z.string().optional(),
  username: z.string().optional(),
  /** Default: the first number of the simulator. */
  phoneNumberId: z.string().optional(),
  /** Id of the message that this one quotes. */
  replyTo: z.string().optional(),
  forwarded: z.boolean().optional(),
  frequentlyForwarded: z.boolean().optional(),
  groupId: z.string().optional(),
  /** Unix seconds or ISO 8601. Default: now. */
  timestamp: z.union([z.number(), z.iso.datetime({ offset: true })]).optional(),
  /** Delivered so many times more. */
  duplicate: z.int().min(0).max(100).optional(),
  /** Default: a new one. The same id again is the same message delivered again. */
  messageId: z.string().optional(),
};

/** What a phone can do: the body of `POST /__control/messages`. */
export const inboundSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ ...shared, type: z.literal('text'), text: z.string() }),
    /** On the list row, button or template reply with this id or title; `replyTo` names the message that has it. */
    z.strictObject({
      ...shared,
      type: z.literal('tap'),
      replyTo: z.string(),
      id: z.string().optional(),
      title: z.string().optional(),
    }),
    /** `requested`: the answer to a contact request; default phone: the sender's own. */
    z.strictObject({
      ...shared,
      type: z.literal('contact'),
      phone: z.string().optional(),
      contactName: z.string().optional(),
      requested: z.boolean().default(false),
    }),
    z.strictObject({ ...shared, type: z.enum(['sticker', 'image', 'audio', 'location']) }),
    z.strictObject({ ...shared, type: z.literal('reaction'), emoji: z.string().default('👍') }),
    z.strictObject({ ...shared, type: z.literal('unsupported'), kind: z.string().default('poll_creation') }),
    /** The person's number becomes `newPhone`; `newUserId`: the id they have from now on. */
    z.strictObject({
      ...shared,
      type: z.literal('moved'),
      newPhone: z.string().optional(),
      newUserId: z.string().optional(),
    }),
    /** Anything: `message` is laid over id, sender and time as it is. */
    z.strictObject({ ...shared, type: z.literal('raw'), message: z.record(z.string(), z.unknown()) }),
  ])
  .refine(({ from, userId }) => from !== undefined || userId !== undefined, 'from or userId is required');
export type InboundRequest = z.output<typeof inboundSchema>;
export type InboundInput = z.input<typeof inboundSchema>;
