import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { t } from '../i18n';

/** A message that another one replies to, as WhatsApp quotes it. */
export const quote = ({ own, body }: { readonly own: boolean; readonly body: string }): TemplateResult =>
  html`<blockquote class=${own ? 'of-own' : ''}>
    <b>${own ? t('chat.you') : 'miaPOS'}</b><span>${body}</span>
  </blockquote>`;
