import type { OutboundMessage } from '../channels/channel';
import { buttonId } from '../domain/buttons';
import { LOCALES, type Locale } from '../domain/locale';
import type { Row, Say } from '../domain/say';
import { LIMITS } from './limits';
import { shortened } from './payment-details';
import { amountOrNone } from './render-command';
import { join } from './text';
import { voiceFor, type Reader, type Voice } from './voice';

const NAME_SHOWN = 60;

/** Each language by its own name: whoever opened the wrong one finds the way back. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  ro: 'Română',
  ru: 'Русский',
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
};

export function renderGreeting(greeting: Extract<Say, { say: 'greeting' }>, voice: Voice): OutboundMessage {
  const name = shortened(greeting.name, NAME_SHOWN);
  const { currency } = greeting;
  const body = join('\n', [
    voice.say('greeting.hello', { named: name === undefined ? 'no' : 'yes', name: name ?? '', currency }),
    voice.say('greeting.how'),
    voice.say('help.sample'),
    voice.say('greeting.then'),
    greeting.rtp ? voice.say('greeting.rtp') : undefined,
    voice.say('greeting.more'),
  ]);
  return { kind: 'text', body };
}

export function renderHelp(help: Extract<Say, { say: 'help' }>, voice: Voice): OutboundMessage {
  const commands = join('\n', [
    help.rtp ? voice.say('help.rtp') : undefined,
    voice.say('help.list'),
    voice.say('help.today'),
    voice.say('help.cancel'),
    voice.say('help.merchant'),
    voice.say('help.lang'),
  ]);
  const pay = [voice.say('help.sample'), voice.say('help.pay', { currency: help.currency })].join('\n');
  return { kind: 'text', body: `${pay}\n\n${commands}` };
}

/** A stranger has chosen no language: the line's own, and on a Moldovan line Russian too. */
export function renderStranger(reader: Reader): OutboundMessage {
  const { defaultLocale, country } = reader.line;
  const locales = new Set<Locale>([defaultLocale, ...(country === 'MD' ? (['ru'] as const) : [])]);
  const body = [...locales].map((locale) => voiceFor(reader, locale).say('stranger')).join('\n\n');
  return { kind: 'text', body };
}

export function renderLanguages(voice: Voice): OutboundMessage {
  const rows = LOCALES.map((locale) => ({ id: buttonId.lang(locale), title: LANGUAGE_NAMES[locale] }));
  return { kind: 'list', body: voice.say('languages.body'), open: voice.say('languages.open'), rows };
}

/** A name too long for the title stands whole beneath it: two shops of one chain differ in the last word. */
function merchantRow(row: Row): { id: string; title: string; description?: string } {
  const title = shortened(row.title, LIMITS.rowTitle) ?? '…';
  const whole = row.title.length > LIMITS.rowTitle ? row.title : undefined;
  const description = shortened(join(' · ', [whole, row.description]), LIMITS.rowDescription);
  return { id: row.id, title, ...(description === undefined ? {} : { description }) };
}

export function renderMerchants(asked: Extract<Say, { say: 'merchants' }>, voice: Voice): OutboundMessage {
  const body = voice.say('merchants.body', { amount: amountOrNone(asked.amount, voice) });
  return { kind: 'list', body, open: voice.say('merchants.open'), rows: asked.rows.map(merchantRow) };
}

export function merchantName(merchant: string): string {
  return shortened(merchant, NAME_SHOWN) ?? '…';
}
