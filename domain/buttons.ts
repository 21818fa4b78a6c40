import type { Locale } from './locale';
import { isLocale } from './locale';

/** What a tap means. A button's id says it all, so that a tap needs no memory of ours but the payment's own. */
export type Tap =
  /** A language row. */
  | { readonly means: 'lang'; readonly locale: Locale }
  /** A new link for the same amount, description and tag as `linkId`'s. */
  | { readonly means: 'again'; readonly linkId: string }
  /** Go on with a command that was old, forwarded or delayed. */
  | { readonly means: 'issue'; readonly linkId: string }
  /** A link instead of the payment request that `linkId`'s command asked for. */
  | { readonly means: 'link'; readonly linkId: string }
  /** A row of the merchant list of `linkId`'s command. */
  | { readonly means: 'merchant'; readonly linkId: string; readonly merchantId: string };

/** Button and row ids; Meta allows 256 and 200 characters. */
export const buttonId = {
  lang: (locale: Locale): string => `lang:${locale}`,
  again: (linkId: string): string => `again:${linkId}`,
  issue: (linkId: string): string => `issue:${linkId}`,
  link: (linkId: string): string => `link:${linkId}`,
  merchant: (linkId: string, merchantId: string): string => `merchant:${linkId}:${merchantId}`,
};

/** Reads a tapped id; undefined for ids that are not, or no longer, ours. */
export function readTap(id: string): Tap | undefined {
  const [means, first = '', ...rest] = id.split(':');
  const last = rest.join(':');
  if (means === 'lang' && isLocale(first) && last === '') return { means, locale: first };
  if (!/^[a-z2-7]{26}$/.test(first)) return undefined;
  if ((means === 'again' || means === 'issue' || means === 'link') && last === '') return { means, linkId: first };
  if (means === 'merchant' && last !== '') return { means, linkId: first, merchantId: last };
  return undefined;
}
