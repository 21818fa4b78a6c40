import type { OutboundMessage } from '../channels/channel';
import type { Say } from '../domain/say';
import { fit } from './fit';
import { LIMITS } from './limits';
import { detailsOf, shortened, SYMBOLS, tagOf } from './payment-details';
import { join } from './text';
import type { Voice } from './voice';

type List = Extract<Say, { say: 'list' }>;
type Today = Extract<Say, { say: 'today' }>;

function linkLine(link: List['links'][number], voice: Voice, length: number): string {
  const at = link.at === undefined ? undefined : voice.moment(link.at).time;
  return join(' · ', [
    `${SYMBOLS[link.state]} ${voice.amount(link.amount)}`,
    detailsOf(link, length),
    join(' ', [voice.say(`list.state.${link.state}`), link.state === 'open' ? undefined : at]),
    link.state === 'open' && link.validUntil !== undefined
      ? voice.say('list.left', { left: voice.left(link.validUntil) })
      : undefined,
  ]);
}

export function renderList(list: List, voice: Voice): OutboundMessage {
  if (list.links.length === 0) return { kind: 'text', body: voice.say('list.none') };
  const body = fit(LIMITS.text, list.links.length, (length, shown) =>
    join('\n', [
      voice.say('list.heading', { count: list.count, all: shown < list.count ? 'no' : 'yes' }),
      ...list.links.slice(0, shown).map((link) => linkLine(link, voice, length)),
    ]),
  );
  return { kind: 'text', body };
}

function totalLines(of: Today['totals'][number], voice: Voice, length: number): string[] {
  const { total, count } = of;
  const merchant = shortened(of.merchant, Math.max(length, 15)) ?? '…';
  const heading = voice.say('today.merchant', { merchant, total: voice.amount(total), count });
  const tagged = of.tags.some(({ tag }) => tag !== undefined);
  const tags = (tagged ? of.tags : []).map((line) => {
    const tag = tagOf(line.tag, Math.max(length, 15)) ?? voice.say('today.untagged');
    return `• ${voice.say('today.tag', { tag, total: voice.amount(line.total), count: line.count })}`;
  });
  const inReview = of.inReview === 0 ? [] : [`⚠️ ${voice.say('today.inReview', { count: of.inReview })}`];
  return [heading, ...tags, ...inReview];
}

export function renderToday({ totals }: Today, voice: Voice): OutboundMessage {
  const told = totals.filter(({ count, inReview }) => count > 0 || inReview > 0);
  if (told.length === 0) return { kind: 'text', body: voice.say('today.none') };
  const heading = voice.say('today.heading', { date: voice.today() });
  const body = fit(LIMITS.text, 0, (length) =>
    join('\n', [heading, ...told.flatMap((total) => totalLines(total, voice, length))]),
  );
  return { kind: 'text', body };
}
