import type { LinkShows, NotOpened } from '../../domain/lasting-link';
import { LOCALES } from '../../domain/locale';
import type { Locale } from '../../domain/locale';
import { regionalTag } from '../../locales/format';
import { shortened } from '../../locales/payment-details';
import { LANGUAGE_NAMES } from '../../locales/render-seller';
import { join } from '../../locales/text';
import { voiceFor } from '../../locales/voice';
import type { Voice } from '../../locales/voice';
import type { LinkPage } from '../../workflows/payment-link.contract';
import { markup, verbatim } from './html';
import type { Html } from './html';
import { STYLE } from './style';

/** All that the page can say: the state of a link, why no payment was made, or what went wrong with the visit. */
export type Shown = LinkShows | NotOpened | 'pressAgain' | 'tooOften' | 'unknown' | 'away';

/** One look at the page. */
export interface PageView {
  readonly shown: Shown;
  readonly locale: Locale;
  readonly country: string;
  /** The visitor came back from the checkout page, and stays here while the language changes. */
  readonly back: boolean;
  readonly now: Date;
  /** What is paid for; absent where there is no such link, or nobody can say. */
  readonly link?: LinkPage & { readonly url: string; readonly token: string };
}

const NAME_SHOWN = 80;
const DESCRIPTION_SHOWN = 140;
/** States in which there is still something to do until the link's end. */
const OPEN: readonly Shown[] = ['checkout', 'payable', 'processing', 'unavailable', 'pressAgain'];

/** The whole page, as it goes out: no script, nothing fetched, every language by its own name. */
export function renderLinkPage(view: PageView): string {
  const { locale, country, link, now } = view;
  const line = link?.line ?? { country, defaultLocale: locale, displayNumber: '' };
  const voice = voiceFor({ locale, timeZone: link?.line.timeZone ?? 'UTC', now, line });
  const words = link === undefined ? undefined : wordsOf(link, voice);
  return markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${words?.title ?? voice.say(`page.${view.shown}.head`)}</title>
${words && link && preview(words, link.url, regionalTag(locale, line.country))}
<link rel="icon" href="data:,">
<style>${verbatim(STYLE)}</style>
</head>
<body>
<main>
${words && heading(words)}
${state(view, voice)}
${link === undefined ? retry(view, voice) : action(view, voice, link)}
</main>
${languages(view, voice)}
</body>
</html>
`.text;
}

interface Words {
  readonly title: string;
  readonly amount: string;
  readonly description: string | undefined;
}

function wordsOf(link: LinkPage, voice: Voice): Words {
  const merchant = shortened(link.merchant, NAME_SHOWN) ?? '…';
  return {
    title: voice.say('link.to', { merchant }),
    amount: voice.amount(link.amount),
    description: shortened(link.description, DESCRIPTION_SHOWN),
  };
}

/** What a chat shows of the link. It is kept there for long, so it says nothing that changes. */
const preview = ({ title, amount, description }: Words, url: string, tag: string): Html =>
  markup`<meta property="og:type" content="website">
<meta property="og:site_name" content="miaPOS">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${join(' · ', [amount, description])}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="${tag.replace('-', '_')}">`;

const heading = ({ title, amount, description }: Words): Html =>
  markup`<h1>${title}</h1>
<p class="amount">${amount}</p>
${description === undefined ? undefined : markup`<p class="soft">${description}</p>`}`;

function state({ shown, link }: PageView, voice: Voice): Html {
  const head = voice.say(`page.${shown}.head`);
  const title = link === undefined ? markup`<h1>${head}</h1>` : markup`<h2>${head}</h2>`;
  return markup`<div class="state${link === undefined ? ' alone' : ''}" role="status" data-shows="${shown}">
${title}
<p>${voice.say(`page.${shown}.body`)}</p>
${link && OPEN.includes(shown) ? until(link.link.validUntil, voice) : undefined}
</div>`;
}

function until(at: string, voice: Voice): Html {
  const { time, day } = voice.moment(at);
  return markup`<p class="soft">${voice.say(`link.validUntil.${day}`, { until: time })}</p>`;
}

/** Only a form's button makes a payment: what fetches links by itself does not press buttons. */
function action(view: PageView, voice: Voice, link: NonNullable<PageView['link']>): Html | undefined {
  const { shown, locale } = view;
  const look = markup`<a class="button" href="?back=1&amp;lang=${locale}">${voice.say('page.look')}</a>`;
  if (shown === 'checkout') {
    return markup`${look}
<a class="button second" href="?go=1&amp;lang=${locale}">${voice.say('page.continue')}</a>`;
  }
  if (shown === 'processing') return look;
  if (shown !== 'payable' && shown !== 'unavailable' && shown !== 'pressAgain') return undefined;
  const pay =
    shown === 'unavailable' ? voice.say('page.tryAgain') : voice.say('page.pay', { amount: voice.amount(link.amount) });
  return markup`<form method="post" action="?lang=${locale}">
<input type="hidden" name="token" value="${link.token}">
<button type="submit">${pay}</button>
</form>`;
}

const retry = ({ shown, locale }: PageView, voice: Voice): Html | undefined =>
  shown === 'away' || shown === 'tooOften'
    ? markup`<a class="button" href="?lang=${locale}">${voice.say('page.tryAgain')}</a>`
    : undefined;

function languages({ locale, back }: PageView, voice: Voice): Html {
  const links = LOCALES.map((one) => {
    const current = one === locale ? verbatim(' aria-current="true"') : undefined;
    const href = `?${back ? 'back=1&' : ''}lang=${one}`;
    return markup`<li><a href="${href}" lang="${one}" hreflang="${one}"${current}>${LANGUAGE_NAMES[one]}</a></li>`;
  });
  return markup`<nav aria-label="${voice.say('page.languages')}"><ul>${links}</ul></nav>`;
}
