import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatView } from '../../wire';
import { write } from '../api';
import { clock, day, t } from '../i18n';
import { icon } from '../icons';
import { chat, getUi, sellerOf, setUi, world } from '../state';
import type { Phone } from '../state';
import { bubble } from './bubble';
import { phoneControls } from './phone-controls';
import { sheet } from './sheet';
import { windowBar } from './window-bar';

/** One seller's phone, with what stands around it: who holds it, how its window is, commands to take. */
export function sellerPhone(phone: Phone, index: number): TemplateResult {
  const view = chat(phone);
  const name = sellerOf(phone)?.name ?? phone.phone;
  const covered = getUi().sheet?.phone === phone.phone;
  const activate = (): void => {
    if (getUi().active !== index) setUi({ active: index, workflowId: undefined, paymentId: undefined });
  };
  return html`<section
    class="seller ${getUi().active === index ? 'active' : ''}"
    aria-label=${t('seller.region', { name })}
    @focusin=${activate}
    @pointerdown=${activate}
  >
    ${phoneControls(phone, index)}
    <div class="phone whatsapp">
      ${header(phone, view)}
      <div class="log" role="log" aria-label=${t('chat.log')} tabindex="0" ?inert=${covered}>
        <ol>
          ${
            view === undefined || view.messages.length === 0
              ? html`<li class="notice">${t('chat.empty')}</li>`
              : messages(phone, view)
          }
          ${view?.typing === true ? typing() : nothing}
        </ol>
      </div>
      ${composer(phone, covered)} ${sheet(phone, view)}
    </div>
    ${windowBar(phone, view)}
  </section>`;
}

function header({ line }: Phone, view: ChatView | undefined): TemplateResult {
  const now = getUi().now;
  const number = world().lines.find(({ id }) => id === line)?.number ?? '';
  return html`<div class="status" aria-hidden="true"><span>${clock(now)}</span><span class="signal">▂▄▆ 5G</span></div>
    <header>
      <span class="avatar" aria-hidden="true">m</span>
      <span class="who"
        ><b>miaPOS</b
        ><span>${view?.typing === true ? t('chat.typing') : `${t('chat.business')} · ${number}`}</span></span
      >
      ${icon('menu')}
    </header>`;
}

function messages(phone: Phone, view: ChatView): unknown {
  return html`<li class="notice">
      ${sameDay(view.messages[0]?.at) ? t('chat.today') : day(view.messages[0]?.at ?? Date.now())}
    </li>
    ${repeat(
      view.messages,
      ({ id }) => id,
      (message) => bubble(phone, message),
    )}`;
}

const sameDay = (at: string | undefined): boolean => day(at ?? 0) === day(getUi().now);

const typing = (): TemplateResult =>
  html`<li class="row other">
    <div class="bubble typing"><span class="said">${t('chat.typing')}</span><i></i><i></i><i></i></div>
  </li>`;

function composer(phone: Phone, covered: boolean): TemplateResult {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const input = form.elements.namedItem('text') as HTMLInputElement;
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    write(phone, text);
  };
  return html`<form class="composer" ?inert=${covered} @submit=${send}>
    <input
      name="text"
      autocomplete="off"
      maxlength="4096"
      aria-label=${t('chat.message')}
      placeholder=${t('chat.message')}
    />
    <button type="submit" aria-label=${t('chat.send')}>${icon('send')}</button>
  </form>`;
}
