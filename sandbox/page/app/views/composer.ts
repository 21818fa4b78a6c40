import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChatView } from '../../wire';
import { write } from '../api';
import { t } from '../i18n';
import { icon } from '../icons';
import { getUi, setUi } from '../state';
import type { Phone } from '../state';
import { quote } from './quote';

/** Where the seller writes, with the message that is replied to above it. */
export function composer(phone: Phone, view: ChatView | undefined, covered: boolean): TemplateResult {
  const { replying } = getUi();
  const quoted =
    replying?.phone === phone.phone ? view?.messages.find(({ id }) => id === replying.messageId) : undefined;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const input = form.elements.namedItem('text') as HTMLInputElement;
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    write(phone, text, quoted?.id);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setUi({ replying: undefined });
  };
  return html`<form class="composer" ?inert=${covered} @submit=${send} @keydown=${onKey}>
    ${
      quoted === undefined
        ? nothing
        : html`<div class="replying">
            ${quote(quoted)}
            <button
              type="button"
              class="round"
              aria-label=${t('chat.noReply')}
              @click=${() => setUi({ replying: undefined })}
            >
              ${icon('cross')}
            </button>
          </div>`
    }
    <input
      name="text"
      autocomplete="off"
      maxlength="4096"
      aria-label=${t('chat.message')}
      placeholder=${t('chat.message')}
    />
    <button type="submit" class="send" aria-label=${t('chat.send')}>${icon('send')}</button>
  </form>`;
}
