import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { SwitchView } from '../../wire';
import { ask } from '../api';
import { t, tOr } from '../i18n';
import { world } from '../state';

const GROUPS = ['meta', 'capSvc', 'rail'] as const;

/** Everything that can be made to go wrong. */
export function faults(): TemplateResult {
  const { switches, chaos, workerRuns } = world();
  return html`<p class="intro">${t('faults.intro')}</p>
    <h3>${t('faults.everything')}</h3>
    ${toggle('chaos', t('faults.chaos'), chaos, (on) => void ask('chaos', { on }))}
    ${toggle('worker', t('faults.worker'), workerRuns, (on) => void ask('worker', { on }))}
    <p class="hint">${t('faults.workerHint')}</p>
    <button type="button" class="danger" @click=${() => void ask('reset')}>${t('faults.reset')}</button>
    ${GROUPS.map(
      (of) =>
        html`<h3>${t(`faults.${of}`)}</h3>
          ${switches.filter((one) => one.of === of).map(fault)}`,
    )}`;
}

const fault = ({ id, on }: SwitchView): TemplateResult =>
  toggle(id, tOr(`fault.${id}`, id), on, (wanted) => void ask('switch', { id, on: wanted }));

function toggle(id: string, label: string, on: boolean, turn: (on: boolean) => void): TemplateResult {
  return html`<button
    type="button"
    class="switch"
    role="switch"
    data-switch=${id}
    aria-checked=${on ? 'true' : 'false'}
    @click=${() => turn(!on)}
  >
    <span>${label}</span><i aria-hidden="true"></i>
  </button>`;
}
