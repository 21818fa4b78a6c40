import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PaymentView } from '../../wire';
import { clock, t } from '../i18n';
import { payments, setUi, shownPayment } from '../state';
import { payment } from './payment';
import { stateChip } from './state-chip';

/** All payments, newest first, and the one that is followed. */
export function live(): TemplateResult {
  const known = payments();
  const shown = shownPayment();
  if (known.length === 0) return html`<p class="nothing">${t('payments.empty')}</p>`;
  return html`<ul class="payments" aria-label=${t('payments.title')}>
      ${repeat(
        known.slice(0, 12),
        ({ workflowId }) => workflowId,
        (one) => row(one, one.workflowId === shown?.workflowId),
      )}
    </ul>
    ${shown === undefined ? nothing : payment(shown)}`;
}

function row(one: PaymentView, chosen: boolean): TemplateResult {
  const follow = (): void => {
    setUi({ workflowId: one.workflowId, ...(one.paymentId === undefined ? {} : { paymentId: one.paymentId }) });
  };
  return html`<li>
    <button type="button" class="pick" aria-current=${chosen ? 'true' : 'false'} @click=${follow}>
      <time datetime=${one.startedAt}>${clock(one.startedAt)}</time>
      ${one.amount === undefined ? nothing : html`<b class="sum">${one.amount}</b>`}
      <span class="command">${one.command}</span>
      ${stateChip(one)}
    </button>
  </li>`;
}
