import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ask } from '../api';
import { t } from '../i18n';
import { getUi, setUi } from '../state';
import type { Phone } from '../state';
import { put } from './phone-controls';

const EXAMPLE = '+373 69 999 999';

/** Asks for a number that no seller has; what is typed may have spaces. */
export function otherPhone(phone: Phone, index: number): TemplateResult | typeof nothing {
  if (getUi().asking !== index) return nothing;
  const close = (): void => {
    setUi({ asking: undefined });
  };
  const take = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (form.elements.namedItem('number') as HTMLInputElement).value.replaceAll(/[^+\d]/g, '');
    close();
    void ask('addPhone', { phone: given }).then((known) => {
      if (known) put(index, { ...phone, phone: given });
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  return html`<div class="scrim" @click=${close}></div>
    <div class="sheet" role="dialog" aria-modal="true" aria-label=${t('seller.other')} @keydown=${onKey}>
      <h2>${t('seller.other')}</h2>
      <form @submit=${take}>
        <label class="ask">
          <span class="about">${t('seller.otherAsk')}</span>
          <input
            name="number"
            type="tel"
            autocomplete="off"
            required
            pattern="\\+[1-9][0-9 ]{6,20}"
            title=${EXAMPLE}
            .value=${EXAMPLE}
            data-autofocus
          />
        </label>
        <div class="deeds">
          <button type="button" class="quiet" @click=${close}>${t('chat.cancel')}</button>
          <button type="submit" class="strong">${t('seller.otherTake')}</button>
        </div>
      </form>
    </div>`;
}
