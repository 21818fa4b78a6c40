import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChatView, ChoiceView } from '../../wire';
import { ask } from '../api';
import { t } from '../i18n';
import { getUi, setUi } from '../state';
import type { Phone, Ui } from '../state';

/** The list that slides up on the phone: rows to choose one of. */
export function sheet(phone: Phone, chat: ChatView | undefined): TemplateResult | typeof nothing {
  const open = getUi().sheet;
  const message = open?.phone === phone.phone ? chat?.messages.find(({ id }) => id === open.messageId) : undefined;
  if (open === undefined || message === undefined) return nothing;
  const close = (): void => {
    setUi({ sheet: undefined });
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (open.chosen === undefined) return;
    void ask('tap', { ...phone, messageId: message.id, choiceId: open.chosen });
    close();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  const title = message.open ?? t('chat.choose');
  return html`<div class="scrim" @click=${close}></div>
    <div class="sheet" role="dialog" aria-label=${title} @keydown=${onKey}>
      <h2>${title}</h2>
      <form @submit=${send}>
        <div class="rows" role="radiogroup" aria-label=${title}>
          ${message.rows.map((row, index) => option(row, index === 0, open))}
        </div>
        <div class="deeds">
          <button type="button" class="quiet" @click=${close}>${t('chat.cancel')}</button>
          <button type="submit" class="strong" ?disabled=${open.chosen === undefined}>${t('chat.send')}</button>
        </div>
      </form>
    </div>`;
}

function option(
  { id, title, description }: ChoiceView,
  first: boolean,
  open: NonNullable<Ui['sheet']>,
): TemplateResult {
  return html`<label>
    <span><b>${title}</b>${description === undefined ? nothing : html`<span class="about">${description}</span>`}</span>
    <input
      type="radio"
      name="row"
      value=${id}
      data-autofocus=${first ? '' : nothing}
      .checked=${open.chosen === id}
      @change=${() => setUi({ sheet: { ...open, chosen: id } })}
    />
  </label>`;
}
