import { renderLinkPage } from '../../api/pages/link-page';
import type { Shown } from '../../api/pages/link-page';
import { TEMPLATE_DEFINITIONS } from '../../channels/whatsapp/templates/definitions';
import type { TemplateDefinition } from '../../channels/whatsapp/templates/definitions';
import type { Locale } from '../../domain/locale';
import { pageOf } from '../support/link-page';
import { READER } from './examples';

/** Words that are not in a chat's free messages, by what they are called in docs/messages.md. */
export type Seen = Readonly<Record<string, string>>;

/** All that a link's page can show; `alone`: to somebody of whose link nothing is known. */
const SHOWN: Readonly<Record<Shown, 'link' | 'alone'>> = {
  checkout: 'link',
  payable: 'link',
  processing: 'link',
  paid: 'link',
  checking: 'link',
  failed: 'link',
  cancelled: 'link',
  expired: 'link',
  exhausted: 'link',
  blocked: 'link',
  unavailable: 'link',
  pressAgain: 'link',
  tooOften: 'alone',
  unknown: 'alone',
  away: 'alone',
};

/** The templates as Meta's reviewers read them, filled with their examples. */
export const templatesIn = (locale: Locale): Seen =>
  Object.fromEntries(
    TEMPLATE_DEFINITIONS.filter((one) => one.locale === locale).map((one) => [`template ${one.name}`, filled(one)]),
  );

function filled({ body, examples, button }: TemplateDefinition): string {
  const text = Object.entries(examples).reduce((rest, [name, value]) => rest.replace(`{{${name}}}`, value), body);
  return button === undefined ? text : `${text}\n[${button}]`;
}

/** What the page of a link that outlives its payments says. */
export const linkPagesIn = (locale: Locale): Seen =>
  Object.fromEntries(
    Object.entries(SHOWN).map(([shown, how]) => {
      const link = { ...pageOf(READER.now), url: 'https://pay.example.com/p/k7qx2a', token: '' };
      const view = { shown: shown as Shown, locale, country: 'MD', back: false, now: READER.now };
      return [`page of a link: ${shown}`, readAloud(renderLinkPage(how === 'link' ? { ...view, link } : view))];
    }),
  );

/** The page's text, one line for each block; what can be pressed is in brackets. */
function readAloud(html: string): string {
  const main = html.slice(html.indexOf('<main>'), html.indexOf('</main>'));
  return main
    .replace(/<(button|a)\b[^>]*>(.*?)<\/\1>/gs, '\n[$2]\n')
    .replace(/<[^>]+>/g, '\n')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
