import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChatView } from '../../wire';
import { ask, write } from '../api';
import { remaining, t } from '../i18n';
import { icon } from '../icons';
import { getUi } from '../state';
import type { Phone } from '../state';

const COMMANDS = [
  'pay 100 "Cafea" #masa7',
  '250,50',
  'pay 1 250 tort',
  '/lang',
  '/help',
  '/list',
  '/today',
  '/merchant',
  '/rtp 150',
];
/** Takes a link back as a reply to it: here the newest of the chat. */
const CANCEL = '/cancel';

/** Under the phone: the commands to try, and the window's clock, which can be moved. */
export function windowBar(phone: Phone, view: ChatView | undefined): TemplateResult {
  const newest = view?.messages.findLast(({ link }) => link !== undefined);
  return html`<div class="quick" role="group" aria-label=${t('quick.title')}>
      ${COMMANDS.map((text) => chip(phone, text))} ${newest === undefined ? nothing : chip(phone, CANCEL, newest.id)}
    </div>
    <div class="window">${icon('clock')} ${state(view)} ${jump(phone, view)}</div>`;
}

const chip = (phone: Phone, text: string, replyTo?: string): TemplateResult =>
  html`<button type="button" class="chip" @click=${() => write(phone, text, replyTo)}>${text}</button>`;

function state(view: ChatView | undefined): TemplateResult {
  if (view?.window === undefined) return html`<span>${t('window.none')}</span>`;
  const left = remaining(Date.parse(view.window.endsAt) - getUi().now);
  return view.window.open
    ? html`<span class="good">${t('window.open', { left })}</span>`
    : html`<span class="bad">${t('window.closed')}</span>`;
}

function jump(phone: Phone, view: ChatView | undefined): TemplateResult | typeof nothing {
  if (view?.window === undefined) return nothing;
  const to = view.window.open ? 'past' : 'back';
  return html`<button type="button" class="small" @click=${() => void ask('jump', { ...phone, to })}>
    ${to === 'past' ? t('window.past') : t('window.back')}
  </button>`;
}
