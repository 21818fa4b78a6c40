/**
 * The ways in which one mobile number is written, the given one first: WhatsApp and a bank may each use another of them. They
 * are matched, never rewritten: a nine put before a Brazilian landline is another subscriber's number.
 *
 * @param phone digits, country code first
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (Brazil and Mexico)
 */
export function phoneVariants(phone: string): readonly string[] {
  const other = RULES.map(([written, otherwise]) =>
    written.test(phone) ? phone.replace(written, otherwise) : undefined,
  );
  return [phone, ...other.filter((variant) => variant !== undefined)];
}

/** With and without the digit that mobiles got; landlines fit none. */
const RULES: readonly (readonly [written: RegExp, otherwise: string])[] = [
  // Brazil: 55, area, and a nine before eight digits that begin with six or more.
  [/^55(\d{2})9([6-9]\d{7})$/, '55$1$2'],
  [/^55(\d{2})([6-9]\d{7})$/, '55$19$2'],
  // Mexico: a one before ten digits.
  [/^521(\d{10})$/, '52$1'],
  [/^52([2-9]\d{9})$/, '521$1'],
  // Argentina: a nine before ten digits.
  [/^549(\d{10})$/, '54$1'],
  [/^54([1-8]\d{9})$/, '549$1'],
];
