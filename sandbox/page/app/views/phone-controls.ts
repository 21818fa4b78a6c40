import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ask } from '../api';
import { LANGUAGES, t } from '../i18n';
import { icon } from '../icons';
import { chat, getUi, sellerOf, setUi, world } from '../state';
import type { Phone } from '../state';

const OTHER = 'other';

/** Over the phone: whose it is, which business number it writes to, in which language. */
export function phoneControls(phone: Phone, index: number): TemplateResult {
  return html`<div class="controls">
    ${who(phone, index)}
    ${
      index === getUi().phones.length - 1
        ? html`<button
            type="button"
            class="round"
            aria-label=${t('seller.add')}
            title=${t('seller.add')}
            @click=${addPhone}
          >
            ${icon('plus')}
          </button>`
        : nothing
    }
    ${
      getUi().phones.length > 1
        ? html`<button
            type="button"
            class="round"
            aria-label=${t('seller.remove')}
            title=${t('seller.remove')}
            @click=${() => remove(index)}
          >
            ${icon('cross')}
          </button>`
        : nothing
    }
    <div class="asides">${world().lines.length > 1 ? line(phone, index) : nothing} ${language(phone)}</div>
  </div>`;
}

function who(phone: Phone, index: number): TemplateResult {
  const change = (event: Event): void => {
    const select = event.currentTarget as HTMLSelectElement;
    const chosen = select.value;
    select.value = phone.phone;
    if (chosen === OTHER) setUi({ asking: index, active: index });
    else put(index, { ...phone, phone: chosen });
  };
  const marks = { ACTIVE: '', BLOCKED: ` (${t('seller.blocked')})`, STRANGER: ` (${t('seller.stranger')})` };
  return html`<label class="field grow"
    ><span>${t('seller.who')}</span>
    <select @change=${change}>
      ${world().sellers.map(
        ({ phone: number, name, status, merchants }) =>
          html`<option value=${number} .selected=${live(number === phone.phone)}>
            ${name}${marks[status]}${merchants.length > 0 ? ` · ${merchants.join(', ')}` : ''}
          </option>`,
      )}
      <option value=${OTHER}>${t('seller.other')}</option>
    </select>
  </label>`;
}

function line(phone: Phone, index: number): TemplateResult {
  const change = (event: Event): void => {
    put(index, { ...phone, line: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<label class="field aside short"
    ><span>${t('seller.line')}</span>
    <select @change=${change}>
      ${world().lines.map(
        ({ id, number }) =>
          html`<option value=${id} .selected=${live(id === phone.line)} title=${number}>${id}</option>`,
      )}
    </select>
  </label>`;
}

/** The choice goes the way a seller would go: `/lang`, then a row of the list. */
function language(phone: Phone): TemplateResult {
  const seller = sellerOf(phone);
  const spoken = chat(phone)?.locale ?? seller?.locale;
  const change = (event: Event): void => {
    void ask('speak', { ...phone, locale: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<label class="field aside"
    ><span>${t('seller.locale')}</span>
    <select @change=${change} ?disabled=${seller?.status !== 'ACTIVE'}>
      ${Object.entries(LANGUAGES).map(
        ([id, name]) => html`<option value=${id} .selected=${live(id === spoken)}>${name}</option>`,
      )}
    </select>
  </label>`;
}

/** Puts another phone, or another line, into this place. */
export function put(index: number, phone: Phone): void {
  const phones = getUi().phones.map((one, at) => (at === index ? phone : one));
  setUi({ phones, active: index, workflowId: undefined, paymentId: undefined });
}

function remove(index: number): void {
  setUi({ phones: getUi().phones.filter((_, at) => at !== index), active: 0 });
}

/** The next seller that has no phone on the page yet. */
function addPhone(): void {
  const { phones } = getUi();
  const free = world().sellers.find(
    ({ phone, status }) => status === 'ACTIVE' && !phones.some((one) => one.phone === phone),
  );
  const line = world().lines[0]?.id ?? 'md';
  if (free !== undefined) setUi({ phones: [...phones, { phone: free.phone, line }], active: phones.length });
}
