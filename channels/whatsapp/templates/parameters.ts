import type { Locale } from '../../../domain/locale';
import { plain } from '../../../locales/text';
import { TEMPLATE_COPY } from './copy';
import { TEMPLATE_PARAMETERS, type TemplateParameter } from './definitions';

const BLANK = '—';

/**
 * Makes a text fit for a template's variable: Meta refuses line breaks, tabs, four spaces in a row, and nothing at all.
 * A single no-break space stays, for amounts are written with it.
 */
export function templateParameter(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s{2,}/gu, ' ')
    .trim();
  return line === '' ? BLANK : line;
}

/** What a payment was for: description and tag, or a neutral word where it has neither. */
export function templateItem(
  locale: Locale,
  payment: { description?: string; tag?: string; merchant?: string },
): string {
  const { description, tag, merchant } = payment;
  const words = [
    ...(description === undefined ? [] : [plain(description)]),
    ...(tag === undefined ? [] : [`#${plain(tag)}`]),
  ].filter((word) => word !== '');
  const item = words.length === 0 ? TEMPLATE_COPY[locale].noItem : words.join(' ');
  return merchant === undefined ? item : `${item} (${plain(merchant)})`;
}

/** Named and in the order of the body, as a template message wants them. */
export function templateParameters(values: Readonly<Record<TemplateParameter, string>>) {
  return TEMPLATE_PARAMETERS.map((name) => ({ name, text: templateParameter(values[name]) }));
}
