import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { t, tOr } from '../i18n';
import { icon } from '../icons';
import { getUi, setUi } from '../state';
import type { Pane } from '../state';
import { caption } from './caption';
import { customerPhone } from './customer-phone';
import { portalPage } from './portal';
import { sellerPhone } from './seller-phone';
import { system } from './system';
import { topbar } from './topbar';

const PANES: readonly Pane[] = ['seller', 'customer', 'system'];

/** The whole page. */
export function shell(): TemplateResult {
  const { view } = getUi();
  return html`${topbar()} ${caption()} ${problem()}
    <main data-view=${view}>${view === 'portal' ? portalPage() : play()}</main>
    ${view === 'play' ? panes() : nothing}`;
}

function play(): TemplateResult {
  const { phones, pane } = getUi();
  return html`<h1 class="said">${t('app.title')}: ${t('app.tagline')}</h1>
    <div class="stage" data-pane=${pane}>
      <div class="sellers">
        ${repeat(
          phones,
          ({ phone }, index) => `${phone} ${String(index)}`,
          (phone, index) => sellerPhone(phone, index),
        )}
      </div>
      ${customerPhone()} ${system()}
    </div>`;
}

function panes(): TemplateResult {
  return html`<nav class="panes" aria-label=${t('panes')}>
    ${PANES.map(
      (pane) =>
        html`<button
          type="button"
          aria-pressed=${getUi().pane === pane ? 'true' : 'false'}
          @click=${() => setUi({ pane })}
        >
          ${t(`pane.${pane}`)}
        </button>`,
    )}
  </nav>`;
}

function problem(): TemplateResult | typeof nothing {
  const { problem: what } = getUi();
  if (what === undefined) return nothing;
  const words = tOr(`problem.${what.code}`, '');
  return html`<div class="problem" role="alert">
    ${icon('warning')}
    <div>
      <p>${words === '' ? (what.detail ?? what.code) : words}</p>
      ${words === '' || what.detail === undefined ? nothing : html`<p class="detail" lang="en">${what.detail}</p>`}
    </div>
    <button type="button" class="round" aria-label=${t('problem.close')} @click=${() => setUi({ problem: undefined })}>
      ${icon('cross')}
    </button>
  </div>`;
}
