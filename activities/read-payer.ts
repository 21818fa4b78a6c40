import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { maskPayer, payerName } from '../domain/payer';
import type { Payer, PayerGiven } from '../domain/payer';

/** Longer than any phone with all that people put between its digits. */
const LONGEST = 40;

/**
 * The payer that a seller gave. Undefined: it is no phone that exists, so nobody is asked to pay.
 *
 * @param country ISO 3166-1 alpha-2 of the line: a number without a country code is one of its own
 */
export function readPayer(given: PayerGiven, country: string): Payer | undefined {
  const text = given.phone?.trim() ?? '';
  if (text === '' || text.length > LONGEST) return undefined;
  const local = isSupportedCountry(country) ? { defaultCountry: country } : {};
  // `extract: false`: the whole text is the phone, or it is none; `call 069123456 at 5` is for people to read.
  const phone = parsePhoneNumberFromString(text, { ...local, extract: false });
  if (phone?.isValid() !== true || phone.ext !== undefined) return undefined;
  return {
    phone: phone.number,
    name: payerName(given.name),
    masked: maskPayer(phone.number, phone.countryCallingCode),
  };
}
