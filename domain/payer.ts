/** Who is asked to pay. Personal data: only in encrypted payloads, never in ids, attributes or logs. */
export interface Payer {
  /** E.164 with the plus sign. */
  readonly phone: string;
  /** As on the shared contact card; the rail wants one. */
  readonly name: string;
  /** What the seller is shown. */
  readonly masked: string;
}

/** What the seller gave as the payer: a typed text, or what a contact card holds. */
export interface PayerGiven {
  /** Absent: the card holds no phone, or several. */
  readonly phone?: string;
  readonly name?: string;
  /** When, in ISO 8601 by the channel's clock. */
  readonly sentAt?: string;
}

const NAMELESS = 'Client';
/** A banking app shows less; nobody's name is longer. */
const LONGEST_NAME = 60;

/** The name for the rail: the contact card's, else `Client`. */
export function payerName(given: string | undefined): string {
  const name = given?.replace(/\s+/g, ' ').trim() ?? '';
  return name === '' ? NAMELESS : Array.from(name).slice(0, LONGEST_NAME).join('');
}

/**
 * Country code and last three digits: enough to see a slip of the finger, too little to pass on.
 *
 * @param phone E.164 with the plus sign
 * @param countryCode its first digits, e.g. `373`
 */
export function maskPayer(phone: string, countryCode: string): string {
  const national = phone.replace(/\D/g, '').slice(countryCode.length);
  const shown = national.length > 6 ? 3 : 0;
  return `+${countryCode} ***${national.slice(national.length - shown)}`;
}

/** A question that the seller has not answered yet; `linkId`: of the payment that asked. */
export type OpenQuestion = {
  /** ISO 8601; unanswered by then, it is over. */
  readonly until: string;
} & (
  | { readonly kind: 'payer'; readonly linkId: string }
  /** A list of so many merchants: a bare number up to that many is meant for the list, not for the till. */
  | { readonly kind: 'merchant'; readonly linkId: string; readonly rows: number }
  /** The list that `/merchant` showed. */
  | { readonly kind: 'shop'; readonly rows: number }
);

/** Undefined: nothing is asked any more. */
export function openAt(question: OpenQuestion | null | undefined, now: number): OpenQuestion | undefined {
  return question != null && now < Date.parse(question.until) ? question : undefined;
}

/** With what keyboards and people put behind the number of a row: `2.`, `2)`. */
const ROW = /^\s*(\d{1,3})[.,!?)]*\s*$/;

/** Whether a text that a payment would be made of only names a row of the open list. */
export function namesRow(question: OpenQuestion, text: string): boolean {
  const row = Number(ROW.exec(text)?.[1]);
  return question.kind !== 'payer' && row >= 1 && row <= question.rows;
}
