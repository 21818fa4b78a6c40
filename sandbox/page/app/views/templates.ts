import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { TemplateView } from '../../wire';
import { ask } from '../api';
import { LANGUAGES, t } from '../i18n';
import { activePhone, getUi, sellerOf, setUi, templatesOf } from '../state';

const STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'];

/** The state of every template in one language. */
export function templates(): TemplateResult {
  const language = getUi().templateLanguage ?? sellerOf(activePhone())?.locale ?? 'ro';
  const choose = (event: Event): void => {
    setUi({ templateLanguage: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<p class="intro">${t('templates.intro')}</p>
    <label class="field"
      ><span>${t('templates.language')}</span>
      <select @change=${choose}>
        ${Object.entries(LANGUAGES).map(
          ([id, name]) => html`<option value=${id} .selected=${live(id === language)}>${name}</option>`,
        )}
      </select>
    </label>
    <table class="templates">
      <thead>
        <tr>
          <th scope="col">${t('templates.name')}</th>
          <th scope="col">${t('templates.status')}</th>
        </tr>
      </thead>
      <tbody>
        ${templatesOf(language).map(row)}
      </tbody>
    </table>`;
}

function row({ name, language, status }: TemplateView): TemplateResult {
  const change = (event: Event): void => {
    void ask('template', { name, language, status: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td>
      <select class=${status} aria-label="${t('templates.status')}: ${name}" @change=${change}>
        ${STATUSES.map((one) => html`<option value=${one} .selected=${live(one === status)}>${one}</option>`)}
      </select>
    </td>
  </tr>`;
}
