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
