import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CheckoutView } from '../../wire';
import { ask } from '../api';
import { clock, remaining, t, tOr } from '../i18n';
import { icon } from '../icons';
import { checkouts, getUi, setUi, shownCheckout } from '../state';

/** The customer's phone: a link's hosted page or the banking app's prompt, and under it what only the bank can do. */
export function customerPhone(): TemplateResult {
  const view = shownCheckout();
  return html`<section class="customer" aria-label=${t('customer.region')}>
    ${which(view)}
    <div class="phone browser">
      <div class="status" aria-hidden="true"><span>${clock(getUi().now)}</span><span class="signal">▂▄▆ LTE</span></div>
      ${view?.kind === 'rtp' ? appBar(view) : addressBar(view)}
      ${view === undefined ? html`<p class="nothing">${t('customer.empty')}</p>` : checkout(view)}
    </div>
    ${bank(view)}
  </section>`;
}

const addressBar = (view: CheckoutView | undefined): TemplateResult =>
  html`<div class="address">
    ${icon('lock')}<span>${view?.url === undefined ? 'about:blank' : new URL(view.url).host}</span>
  </div>`;

const appBar = ({ bank: name }: CheckoutView): TemplateResult =>
  html`<div class="app-bar">${icon('bank')}<b>${name}</b></div>`;

function which(view: CheckoutView | undefined): TemplateResult {
  const change = (event: Event): void => {
    setUi({ paymentId: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<div class="controls">
    <label class="field grow"
      ><span>${t('customer.which')}</span>
      <select @change=${change} ?disabled=${checkouts().length === 0}>
        ${view === undefined ? html`<option value="" hidden .selected=${live(true)}></option>` : nothing}
        ${checkouts().map(
          ({ paymentId, amount, description, createdAt }) =>
            html`<option value=${paymentId} .selected=${live(paymentId === view?.paymentId)}>
              ${clock(createdAt)} · ${amount} ${description}
            </option>`,
        )}
      </select>
    </label>
  </div>`;
}

const isOpen = ({ status }: CheckoutView): boolean => status === 'CREATED' || status === 'PENDING';

function checkout(view: CheckoutView): TemplateResult {
  const { kind, merchant, amount, description, status, payer, swiftMessageId } = view;
  return html`<div class="checkout ${kind}" data-status=${status}>
    ${kind === 'rtp' ? html`<p class="prompt">${icon('bell')}${t('customer.prompt')}</p>` : nothing}
    <p class="shop">${merchant}</p>
    <p class="amount">${amount}</p>
    <p class="what">${description}</p>
    <p class="verdict ${status}" role="status">
      ${icon(status === 'SUCCESS' ? 'check' : isOpen(view) ? 'clock' : 'cross')} ${verdict(view)}
    </p>
    ${isOpen(view) ? decisions(view) : again(view)}
    ${
      swiftMessageId === undefined
        ? nothing
        : html`<p class="reference">${t('customer.reference')}<code>${swiftMessageId}</code></p>`
    }
    <p class="secure">
      ${icon('bank')}<span
        >${view.bank} · ${kind === 'rtp' ? t('customer.account', { payer: payer ?? '' }) : t('customer.secure')}</span
      >
    </p>
  </div>`;
}

function verdict({ kind, status }: CheckoutView): string {
  if (kind === 'rtp' && status === 'EXPIRED') return t('rail.EXPIRED.rtp');
  return tOr(`rail.${status}`, status);
}

function decisions({ kind, paymentId, expiresAt }: CheckoutView): TemplateResult {
  const act = (deed: string) => () => void ask('checkout', { paymentId, deed });
  return html`<button type="button" class="pay" @click=${act('pay')}>
      ${kind === 'rtp' ? t('customer.confirm') : t('customer.pay')}
    </button>
    <button type="button" class="decline" @click=${act('decline')}>${t('customer.decline')}</button>
    <p class="left">${t('customer.left', { left: remaining(expiresAt - getUi().now) })}</p>`;
}

/** The payment is over and the link is not: whoever opens it late can make another. */
function again({ page, paymentId, status }: CheckoutView): TemplateResult | typeof nothing {
  if (page === undefined || status !== 'EXPIRED') return nothing;
  return html`<p class="lives">${t('customer.lives')}</p>
    <button type="button" class="pay" @click=${() => void ask('checkout', { paymentId, deed: 'again' })}>
      ${t('customer.again')}
    </button>`;
}

function bank(view: CheckoutView | undefined): TemplateResult | typeof nothing {
  if (view === undefined) return nothing;
  const { paymentId } = view;
  const act = (deed: string) => () => void ask('checkout', { paymentId, deed });
  const open = isOpen(view);
  return html`<div class="quick" role="group" aria-label=${t('customer.bank')}>
    <button type="button" class="chip" ?disabled=${!open} @click=${act('expire')}>${t('customer.expire')}</button>
    <button type="button" class="chip" ?disabled=${!open} @click=${act('fail')}>${t('customer.fail')}</button>
    <button type="button" class="chip" ?disabled=${open || view.status === 'SUCCESS'} @click=${act('succeed')}>
      ${t('customer.succeed')}
    </button>
    ${
      view.url === undefined
        ? nothing
        : html`<a class="chip" href=${view.url} target="_blank" rel="noreferrer">${t('customer.real')} ↗</a>`
    }
    ${
      view.page === undefined
        ? nothing
        : html`<a class="chip page" href=${view.page} target="_blank" rel="noreferrer">${t('customer.page')} ↗</a>`
    }
  </div>`;
}
