import type { Locale } from './locale';

/** The outcomes that have a Meta-approved Utility template. */
export const TEMPLATE_OUTCOMES = ['paid', 'failed', 'declined', 'expired'] as const;
export type TemplateOutcome = (typeof TEMPLATE_OUTCOMES)[number];

/** A template as the channel reports it; only APPROVED ones in the UTILITY category are sent. */
export interface TemplateState {
  readonly name: string;
  readonly locale: Locale;
  readonly status: string;
  readonly category: string;
}

const PREFIX = 'miapos_payment_';
/** Raised with every change of words: an approved template is never edited in place, and a deleted name stays blocked. */
const VERSION = 'v1';

/**
 * An account may hold templates of others.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management
 */
export function isOurTemplate(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** A paid payment needs no new link, so it has no button. */
export function hasButton(outcome: TemplateOutcome): boolean {
  return outcome !== 'paid';
}

export function templateName(outcome: TemplateOutcome, button: boolean): string {
  return `${PREFIX}${outcome}${button ? '_button' : ''}_${VERSION}`;
}

/** Those that may be sent: approved, and charged as what they are. */
export function usableTemplates(states: readonly TemplateState[]): readonly TemplateState[] {
  return states.filter(({ status, category }) => status === 'APPROVED' && category === 'UTILITY');
}

/**
 * The template to tell an outcome with: the one with a button if it is usable, else the plain one. Meta may file either
 * under marketing, which costs more and does not reach everybody; it is not sent then.
 * @param mayHaveButton false where there is nothing for a button to do.
 * @returns undefined when neither is usable in this language: the notice stays owed.
 */
export function chooseTemplate(
  outcome: TemplateOutcome,
  locale: Locale,
  states: readonly TemplateState[],
  mayHaveButton = true,
): { readonly name: string; readonly button: boolean } | undefined {
  const usable = new Set(
    usableTemplates(states)
      .filter((state) => state.locale === locale)
      .map((state) => state.name),
  );
  return [true, false]
    .filter((button) => !button || (mayHaveButton && hasButton(outcome)))
    .map((button) => ({ name: templateName(outcome, button), button }))
    .find(({ name }) => usable.has(name));
}
