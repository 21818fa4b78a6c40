import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DeliveryView, PaymentView } from '../../wire';
import { clock, t, tOr } from '../i18n';
import { icon, ticks } from '../icons';
import { details } from './rich';
import { stateChip } from './state-chip';
import { steps } from './steps';

/** One payment's workflow, as far as a person wants to know. */
export function payment(view: PaymentView): TemplateResult {
  const { amount, merchant, command, notification, stuck, uiUrl, events } = view;
  const told = view.steps.findLast(({ delivery }) => delivery !== undefined)?.delivery;
  return html`<article class="payment">
    <header>
      <h3>${amount ?? command}${merchant === undefined ? nothing : html`<span>${merchant}</span>`}</h3>
      <p class="chips">
        ${stateChip(view)}<span class="told ${notification}">${tOr(`told.${notification}`, notification)}</span>
      </p>
      <p class="links">
        <code>${view.workflowId}</code>
        <a href=${uiUrl} target="_blank" rel="noreferrer">${t('payment.temporal')} ↗</a>
      </p>
    </header>
    ${
      stuck === undefined
        ? nothing
        : html`<p class="stuck" role="alert">
            ${t('payment.stuck', { reason: tOr(`stuck.${stuck.reason}`, stuck.reason), at: clock(stuck.since) })}
            <code>${stuck.reason}</code>
          </p>`
    }
    ${told === undefined ? nothing : delivery(told)}
    <h4>${t('payment.steps')} <span>${t('payment.events', { count: events })}</span></h4>
    ${steps(view.steps)}
    ${
      view.details === ''
        ? nothing
        : html`<details>
            <summary>${t('payment.details')}</summary>
            ${details(view.details)}
          </details>`
    }
  </article>`;
}

/** How the seller was told last, and why so. */
export function delivery({ choice, why, code, template, tick }: DeliveryView): TemplateResult {
  return html`<div class="delivery ${choice}">
    <p>
      ${icon(choice === 'template' ? 'bell' : choice === 'message' ? 'reply' : 'clock')}
      <b>${tOr(`delivery.${choice}`, choice)}</b>
      ${template === undefined ? nothing : html`<code>${template}</code>`}
      ${
        tick === undefined
          ? nothing
          : html`<span class="tick ${tick}">${ticks(tick !== 'sent')} ${tOr(`tick.${tick}`, tick)}</span>`
      }
    </p>
    <p class="why">${tOr(`why.${why}`, why, { code: code ?? '' })}</p>
  </div>`;
}
