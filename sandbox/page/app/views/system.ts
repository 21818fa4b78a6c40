import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { t } from '../i18n';
import { getUi, setUi } from '../state';
import type { Tab } from '../state';
import { faults } from './faults';
import { live } from './payments';
import { templates } from './templates';

const TABS: readonly Tab[] = ['live', 'faults', 'templates'];

/** What the system does, and what can be done to it. */
export function system(): TemplateResult {
  const chosen = getUi().tab;
  const parts = { live, faults, templates };
  return html`<section class="system" aria-label=${t('system.region')}>
    <div class="tabs" role="tablist" aria-label=${t('system.tabs')} @keydown=${move}>
      ${TABS.map(
        (tab) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${tab}"
            aria-controls="panel"
            aria-selected=${tab === chosen ? 'true' : 'false'}
            tabindex=${tab === chosen ? 0 : -1}
            @click=${() => setUi({ tab })}
          >
            ${t(`tab.${tab}`)}
          </button>`,
      )}
    </div>
    <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${chosen}" tabindex="0">
      <h2 class="said">${t(`tab.${chosen}`)}</h2>
      ${parts[chosen]()}
    </div>
  </section>`;
}

/** Arrow keys move between tabs, as in every tab list. */
function move(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  const next = TABS[(TABS.indexOf(getUi().tab) + by + TABS.length) % TABS.length] ?? 'live';
  setUi({ tab: next });
  document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}
