import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ask } from '../api';
import { t, tOr } from '../i18n';
import { icon } from '../icons';
import { story } from '../state';

/** What the story tells now. */
export function caption(): TemplateResult | typeof nothing {
  const told = story();
  if (told === undefined) return nothing;
  const { id, step, steps, state, error } = told;
  const words = tOr(`story.${id}.${String(step)}`, '');
  return html`<aside class="caption ${state}" data-story=${id} data-state=${state}>
    <p class="title"><b>${tOr(`story.${id}`, id)}</b> ${t('stories.step', { step: step + 1, steps })}</p>
    <p class="words" aria-live="polite">
      ${words} ${state === 'done' ? html`<span>${t('stories.done')}</span>` : nothing}
      ${state === 'failed' ? html`<span>${t('stories.failed', { error: error ?? '' })}</span>` : nothing}
    </p>
    <progress max=${steps} value=${state === 'playing' ? step : step + 1} aria-label=${t('stories.title')}></progress>
    <button type="button" class="round" aria-label=${t('stories.close')} @click=${() => void ask('stop')}>
      ${icon('cross')}
    </button>
  </aside>`;
}
