import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageView } from '../../wire';
import { ask } from '../api';
import { clock, t, tOr } from '../i18n';
import { icon, ticks } from '../icons';
import { setUi } from '../state';
import type { Phone } from '../state';
import { quote } from './quote';
import { rich } from './rich';

/** One message, with all that WhatsApp would draw of it. */
export function bubble(phone: Phone, message: MessageView): TemplateResult {
  const { own, body, header, footer, template, quoted, link, workflowId } = message;
  const follow = workflowId ?? nothing;
  return html`<li class="row ${own ? 'own' : 'other'}" data-workflow=${follow}>
    <div class="bubble ${template === undefined ? '' : 'by-template'}">
      ${
        template === undefined
          ? nothing
          : html`<p class="mark">${icon('bell')}<b>${t('chat.template')}</b> <code>${template}</code></p>`
      }
      ${quoted === undefined ? nothing : quote(quoted)} ${link === undefined ? nothing : preview(message)}
      ${header ? html`<p class="header">${header}</p>` : nothing}
      <p class="text">${rich(body, () => openLink(message))}</p>
      ${footer ? html`<p class="footer">${footer}</p>` : nothing} ${meta(message)}
    </div>
    ${choices(phone, message)} ${own ? nothing : replier(phone, message)}
  </li>`;
}

function meta({ at, tick, own, code }: MessageView): TemplateResult {
  const failed = tick === 'failed';
  return html`<p class="meta">
    ${failed ? html`<span class="failed">${t('chat.failed', { code: code ?? '' })}</span>` : nothing}
    <time datetime=${at}>${clock(at)}</time>
    ${
      tick === undefined || failed
        ? nothing
        : html`<span class="tick ${tick} ${own ? '' : 'theirs'}" title=${tOr(`tick.${tick}`, tick)}
            >${ticks(tick !== 'sent')}<span class="said">${tOr(`tick.${tick}`, tick)}</span></span
          >`
    }
  </p>`;
}

function preview(message: MessageView): TemplateResult {
  const { link } = message;
  if (link === undefined) return html``;
  return html`<button class="preview" type="button" @click=${() => openLink(message)} title=${t('chat.openLink')}>
    <span class="thumb">${icon('bank')}</span>
    <span class="words"><b>${link.merchant} · ${link.amount}</b><span>${new URL(link.url).host}</span></span>
  </button>`;
}

/** What a swipe is on a phone. */
function replier({ phone }: Phone, { id }: MessageView): TemplateResult {
  const reply = (event: Event): void => {
    setUi({ replying: { phone, messageId: id } });
    const screen = (event.currentTarget as HTMLElement).closest('.phone');
    screen?.querySelector<HTMLInputElement>('.composer input')?.focus();
  };
  return html`<button
    type="button"
    class="replier"
    aria-label=${t('chat.reply')}
    title=${t('chat.reply')}
    @click=${reply}
  >
    ${icon('reply')}
  </button>`;
}

function openLink({ link, workflowId }: MessageView): void {
  if (link === undefined) return;
  setUi({ paymentId: link.paymentId, pane: 'customer', ...(workflowId === undefined ? {} : { workflowId }) });
}

function choices(phone: Phone, message: MessageView): TemplateResult | typeof nothing {
  const { buttons, rows, open } = message;
  if (rows.length > 0) {
    const show = (): void => {
      setUi({ sheet: { phone: phone.phone, messageId: message.id } });
    };
    return html`<button class="choice" type="button" aria-haspopup="dialog" @click=${show}>
      ${icon('list')}${open ?? t('chat.choose')}
    </button>`;
  }
  return html`${buttons.map(
    ({ id, title }) =>
      html`<button
        class="choice"
        type="button"
        @click=${() => void ask('tap', { ...phone, messageId: message.id, choiceId: id })}
      >
        ${icon('reply')}${title}
      </button>`,
  )}`;
}
