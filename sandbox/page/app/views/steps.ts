import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { StepView } from '../../wire';
import { clockExact, t, tOr } from '../i18n';
import { icon } from '../icons';
import type { Icon } from '../icons';

const ICONS: Readonly<Record<StepView['state'], Icon>> = {
  done: 'check',
  running: 'clock',
  retrying: 'retry',
  failed: 'cross',
};

/** The workflow's steps in the order in which they were taken. */
export function steps(all: readonly StepView[]): TemplateResult {
  return html`<ol class="steps">
    ${repeat(
      all,
      ({ id }) => id,
      (step) =>
        html`<li class="step ${step.kind} ${step.state}">
          <span class="dot">${icon(step.kind === 'signal' ? 'bolt' : ICONS[step.state])}</span>
          <div>
            <p class="name">${nameOf(step)}</p>
            ${facts(step)} ${step.error === undefined ? nothing : html`<p class="error">${step.error}</p>`}
          </div>
        </li>`,
    )}
  </ol>`;
}

function nameOf({ kind, name, summary }: StepView): string {
  const base = tOr(`${kind === 'signal' ? 'signal' : kind === 'end' ? 'end' : 'step'}.${name}`, name);
  return kind === 'send' && summary !== undefined ? `${base}: ${summary}` : base;
}

function facts({ at, tookMs, fast, attempts, delivery }: StepView): TemplateResult {
  const parts = [
    clockExact(at),
    ...(fast === true ? [t('payment.local')] : []),
    ...(tookMs === undefined ? [] : [t('payment.took', { ms: tookMs })]),
    ...(attempts === undefined ? [] : [t('payment.attempts', { count: attempts })]),
    ...(delivery === undefined ? [] : [tOr(`delivery.${delivery.choice}`, delivery.choice)]),
    ...(delivery?.tick === undefined ? [] : [tOr(`tick.${delivery.tick}`, delivery.tick)]),
  ];
  return html`<p class="facts">${parts.join(' · ')}</p>`;
}
