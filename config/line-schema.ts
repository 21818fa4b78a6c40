import { z } from 'zod';
import type { Line } from '../domain/line';
import { LOCALES } from '../domain/locale';
import { isTimeZone, timeZoneOf } from './time-zones';
import { duration } from './values';

const digits = z.string().regex(/^\d{5,20}$/, { error: 'is not the number that Meta shows for it' });

const common = {
  id: z.string().regex(/^[a-z0-9-]{1,20}$/, { error: 'is not 1-20 of a-z 0-9 -' }),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'is no ISO 3166-1 code such as MD' }),
  defaultLocale: z.enum(LOCALES, { error: `is none of ${LOCALES.join(', ')}` }),
  timeZone: z.string().refine(isTimeZone, { error: 'is no IANA time zone such as Europe/Chisinau' }).optional(),
  banks: z.array(z.string().min(1)).min(1).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'is no ISO 4217 code such as MDL' })
    .optional(),
  linkValidity: duration.optional(),
};

const whatsapp = z.strictObject({
  ...common,
  channel: z.literal('whatsapp'),
  phoneNumberId: digits,
  wabaId: digits,
  displayNumber: z.string().regex(/^\+[1-9]\d{6,14}$/, { error: 'is not E.164 such as +37369002773' }),
});

const telegram = z.strictObject({
  ...common,
  channel: z.literal('telegram'),
  botUsername: z.string().regex(/^\w{5,32}$/, { error: "is no bot's username (without the @)" }),
  displayNumber: z.string().optional(),
});

/** One row of the lines file, as the rest of the product knows it. Misspelt fields are refused by name. */
export const lineSchema = z
  .discriminatedUnion('channel', [whatsapp, telegram], { error: 'channel is neither whatsapp nor telegram' })
  .transform((row, context): Line => {
    const timeZone = row.timeZone ?? timeZoneOf(row.country);
    if (timeZone === undefined) {
      const message = `is needed: ${row.country} is not in the table of countries with one time zone`;
      context.addIssue({ code: 'custom', path: ['timeZone'], message });
      return z.NEVER;
    }
    const { id, channel, country, defaultLocale } = row;
    return {
      id,
      channel,
      country,
      defaultLocale,
      timeZone,
      ...(row.channel === 'whatsapp'
        ? { address: row.phoneNumberId, wabaId: row.wabaId, displayNumber: row.displayNumber }
        : { address: row.botUsername, displayNumber: row.displayNumber ?? `@${row.botUsername}` }),
      ...(row.banks === undefined ? {} : { banks: row.banks }),
      ...(row.currency === undefined ? {} : { currency: row.currency }),
      ...(row.linkValidity === undefined ? {} : { linkValidityMs: row.linkValidity }),
    };
  });
