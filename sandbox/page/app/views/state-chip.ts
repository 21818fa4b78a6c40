import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { PaymentView } from '../../wire';
import { tOr } from '../i18n';

/** Where a payment is, in a word and a colour. */
export const stateChip = ({ state, stuck }: PaymentView): TemplateResult =>
  html`<span class="state ${stuck === undefined ? state : 'Stuck'}">${tOr(`state.${state}`, state)}</span>`;
