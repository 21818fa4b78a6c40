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
  /** Send the payment request of `linkId`'s command to the payer shown. */
  | { readonly means: 'send'; readonly linkId: string }
  /** A row of the merchant list of `linkId`'s command. */
  | { readonly means: 'merchant'; readonly linkId: string; readonly merchantId: string }
  /** Another page of that list. */
  | { readonly means: 'page'; readonly linkId: string; readonly page: number }
  /** The merchant that commands are for, until midnight. */
  | { readonly means: 'shop'; readonly merchantId: string }
  /** Another page of the merchants to choose from. */
  | { readonly means: 'shops'; readonly page: number };

/** Button and row ids; Meta allows 256 and 200 characters. */
export const buttonId = {
  lang: (locale: Locale): string => `lang:${locale}`,
  again: (linkId: string): string => `again:${linkId}`,
  issue: (linkId: string): string => `issue:${linkId}`,
  link: (linkId: string): string => `link:${linkId}`,
  send: (linkId: string): string => `send:${linkId}`,
  page: (linkId: string, page: number): string => `page:${linkId}:${page}`,
  shop: (merchantId: string): string => `shop:${merchantId}`,
  shops: (page: number): string => `shops:${page}`,
  merchant: (linkId: string, merchantId: string): string => `merchant:${linkId}:${merchantId}`,
};

/** Reads a tapped id; undefined for ids that are not, or no longer, ours. */
export function readTap(id: string): Tap | undefined {
  const [means, first = '', ...rest] = id.split(':');
  const last = rest.join(':');
  if (means === 'lang' && isLocale(first) && last === '') return { means, locale: first };
  if (means === 'shop' && first !== '') return { means, merchantId: id.slice('shop:'.length) };
  if (means === 'shops' && isPage(first) && last === '') return { means, page: Number(first) };
  if (!/^[a-z2-7]{26}$/.test(first)) return undefined;
  if (means === 'page' && isPage(last)) return { means, linkId: first, page: Number(last) };
  if (means === 'send' && last === '') return { means, linkId: first };
  if ((means === 'again' || means === 'issue' || means === 'link') && last === '') return { means, linkId: first };
  if (means === 'merchant' && last !== '') return { means, linkId: first, merchantId: last };
  return undefined;
}

const isPage = (text: string): boolean => /^\d{1,3}$/.test(text);
