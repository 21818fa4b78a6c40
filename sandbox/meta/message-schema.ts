import { z } from 'zod';

const body = z.looseObject({ text: z.string().min(1).max(1024) });
const header = z.looseObject({ type: z.literal('text'), text: z.string().min(1).max(60) }).optional();
const footer = z.looseObject({ text: z.string().min(1).max(60) }).optional();
const parts = { body, header, footer };

const unique =
  <Item>(key: (item: Item) => string) =>
  (items: readonly Item[]): boolean =>
    new Set(items.map(key)).size === items.length;

const row = z.looseObject({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(24),
  description: z.string().max(72).optional(),
});
const section = z.looseObject({ title: z.string().min(1).max(24).optional(), rows: z.array(row).min(1).max(10) });

const list = z.looseObject({
  ...parts,
  type: z.literal('list'),
  action: z.looseObject({
    button: z.string().min(1).max(20),
    sections: z
      .array(section)
      .min(1)
      .max(10)
      .refine((all) => all.length === 1 || all.every(({ title }) => title !== undefined), 'Section title is required')
      .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, 'Total row count exceeds max allowed count: 10')
      .refine((all) => unique<{ id: string }>(({ id }) => id)(all.flatMap(({ rows }) => rows)), 'Duplicated row id'),
  }),
});

const reply = z.looseObject({
  type: z.literal('reply'),
  reply: z.looseObject({
    id: z
      .string()
      .min(1)
      .max(256)
      .refine((id) => id.trim() === id, 'Button id has leading or trailing spaces'),
    title: z.string().min(1).max(20),
  }),
});

type Reply = z.infer<typeof reply>;

const button = z.looseObject({
  ...parts,
  type: z.literal('button'),
  action: z.looseObject({
    buttons: z
      .array(reply)
      .min(1)
      .max(3)
      .refine(
        unique<Reply>((each) => each.reply.title),
        'Duplicated button title',
      )
      .refine(
        unique<Reply>((each) => each.reply.id),
        'Duplicated button id',
      ),
  }),
});

const ctaUrl = z.looseObject({
  ...parts,
  type: z.literal('cta_url'),
  action: z.looseObject({
    name: z.literal('cta_url'),
    parameters: z.looseObject({
      display_text: z.string().min(1).max(20),
      url: z.url({ protocol: /^https?$/ }),
    }),
  }),
});

const contactRequest = z.looseObject({
  body,
  type: z.literal('request_contact_info'),
  action: z.looseObject({ name: z.literal('request_contact_info') }),
});

const interactiveSchema = z.discriminatedUnion('type', [list, button, ctaUrl, contactRequest]);
export type Interactive = z.infer<typeof interactiveSchema>;

const parameter = z.looseObject({
  type: z.string(),
  parameter_name: z.string().optional(),
  text: z.string().optional(),
  payload: z.string().max(256).optional(),
});
const component = z.looseObject({
  type: z.string().transform((type) => type.toLowerCase()),
  sub_type: z.string().optional(),
  index: z.union([z.string(), z.int()]).transform(Number).optional(),
  parameters: z.array(parameter).default([]),
});
const template = z.looseObject({
  name: z.string().min(1).max(512),
  language: z.looseObject({ code: z.string().min(1) }),
  components: z.array(component).default([]),
});
export type TemplateRequest = z.infer<typeof template>;
export type TemplateRequestComponent = z.infer<typeof component>;

const head = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z
    .string()
    .regex(/^\+?[1-9][0-9]{6,14}$/)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/)
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
  context: z.looseObject({ message_id: z.string().min(1) }).optional(),
};

export const sendSchema = z.discriminatedUnion('type', [
  z.looseObject({
    ...head,
    type: z.literal('text'),
    text: z.looseObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
  }),
  z.looseObject({ ...head, type: z.literal('interactive'), interactive: interactiveSchema }),
  z.looseObject({ ...head, type: z.literal('template'), template }),
]);
export type SendRequest = z.infer<typeof sendSchema>;

export const readSchema = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.looseObject({ type: z.literal('text') }).optional(),
});
