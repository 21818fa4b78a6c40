import type { Locale } from './locale';

export type ChannelName = 'whatsapp' | 'telegram';

/** One business number (or bot): a row of the lines file. */
export interface Line {
  readonly id: string;
  readonly channel: ChannelName;
  /** The channel's own address of this line; WhatsApp: the phone-number id. */
  readonly address: string;
  /** WhatsApp Business account that owns the line's templates; absent on other channels. */
  readonly wabaId?: string;
  /** E.164 with the plus sign, as shown to people. */
  readonly displayNumber: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly defaultLocale: Locale;
  /** IANA zone that times are told in. */
  readonly timeZone: string;
  /** Bank ids served here; absent: all. */
  readonly banks?: readonly string[];
  /** ISO 4217, the only one served here, and what the banks' rail settles; absent: the merchant's, on a rail in MDL. */
  readonly currency?: string;
  /** How long a link of ours outlives its rail payment, in ms; absent: it does not. */
  readonly linkValidityMs?: number;
}
