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
  /** It may be meant for another request: the seller has to see it with the amount first. */
  readonly unsure?: true;
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

/** Who shall pay; `linkId`: of the payment that asked. */
export interface PayerQuestion {
  /** ISO 8601; unanswered by then, it is over. */
  readonly until: string;
  readonly kind: 'payer';
  readonly linkId: string;
  /** It was open beside another one: a phone does not tell which of them it answers. */
  readonly shared?: true;
}

/** A question that the seller has not answered yet. */
export type OpenQuestion =
  /** `behind`: those of other payments that are answered after it, the newest first. */
  | (PayerQuestion & { readonly behind?: readonly PayerQuestion[] })
  /** A list of so many merchants: a bare number up to that many is meant for the list, not for the till. */
  | { readonly kind: 'merchant'; readonly until: string; readonly linkId: string; readonly rows: number }
  /** The list that `/merchant` showed. */
  | { readonly kind: 'shop'; readonly until: string; readonly rows: number };

/** Undefined: nothing is asked any more. */
export function openAt(question: OpenQuestion | null | undefined, now: number): OpenQuestion | undefined {
  return question != null && now < Date.parse(question.until) ? question : undefined;
}

/** Nobody has more customers at the till; the chat's memo holds them all. */
const BEHIND_AT_MOST = 9;

/** A payer's question and those behind it, the newest first. */
export function payersOf(question: OpenQuestion | undefined): readonly PayerQuestion[] {
  if (question?.kind !== 'payer') return [];
  const { behind = [], ...newest } = question;
  return [newest, ...behind];
}

/** The first of them is the one that is answered next. */
export const inFront = (newest: PayerQuestion, behind: readonly PayerQuestion[]): OpenQuestion =>
  behind.length === 0 ? newest : { ...newest, behind: behind.slice(0, BEHIND_AT_MOST) };

/** With what keyboards and people put behind the number of a row: `2.`, `2)`. */
const ROW = /^\s*(\d{1,3})[.,!?)]*\s*$/;

/** Whether a text that a payment would be made of only names a row of the open list. */
export function namesRow(question: OpenQuestion, text: string): boolean {
  const row = Number(ROW.exec(text)?.[1]);
  return question.kind !== 'payer' && row >= 1 && row <= question.rows;
}
