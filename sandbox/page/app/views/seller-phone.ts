import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChatView } from '../../wire';
import { clock, t } from '../i18n';
import { icon } from '../icons';
import { chat, getUi, sellerOf, setUi, world } from '../state';
import type { Phone } from '../state';
import { chatLog } from './chat-log';
import { composer } from './composer';
import { otherPhone } from './other-phone';
import { phoneControls } from './phone-controls';
import { sheet } from './sheet';
import { windowBar } from './window-bar';

/** One seller's phone, with what stands around it: who holds it, how its window is, commands to take. */
export function sellerPhone(phone: Phone, index: number): TemplateResult {
  const view = chat(phone);
  const name = sellerOf(phone)?.name ?? phone.phone;
  const { sheet: list, asking } = getUi();
  const covered = list?.phone === phone.phone || asking === index;
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
          ${chatLog(phone, view)}
        </ol>
      </div>
      ${composer(phone, view, covered)} ${sheet(phone, view)} ${otherPhone(phone, index)}
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
        ><span>${view?.typing === true ? t('chat.typing') : `${number} · ${t('chat.business')}`}</span></span
      >
      ${icon('menu')}
    </header>`;
}
