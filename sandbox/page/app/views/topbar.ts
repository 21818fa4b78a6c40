import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ask } from '../api';
import { getLanguage, isLanguage, LANGUAGES, t, tOr } from '../i18n';
import { icon } from '../icons';
import { keepLanguage, keepTheme } from '../preferences';
import { getUi, setUi, story } from '../state';
import type { Theme } from '../state';

const VIEWS = ['play', 'portal'] as const;
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const STORY_IDS = [
  'paid',
  'declinedAgain',
  'byTemplate',
  'heldAndFlushed',
  'twoMerchants',
  'rtp',
  'lostCallback',
  'lateSuccess',
  'fiveTimes',
  'outlives',
] as const;

export function topbar(): TemplateResult {
  const { view, connected } = getUi();
  return html`<header class="topbar">
    <p class="brand"><span class="logo" aria-hidden="true"></span><b>miaPOS</b> <span>sandbox</span></p>
    <nav aria-label=${t('nav.views')}>
      ${VIEWS.map((one) => html`<a href="#${one}" aria-current=${one === view ? 'page' : 'false'}>${t(`nav.${one}`)}</a>`)}
    </nav>
    ${stories()}
    <span class="live ${connected ? 'on' : 'off'}" role="status">${connected ? t('live.on') : t('live.off')}</span>
    ${chooser(t('nav.language'), getLanguage(), Object.entries(LANGUAGES), (value) => {
      if (isLanguage(value)) keepLanguage(value);
    })}
    ${chooser(
      t('nav.theme'),
      getUi().theme,
      THEMES.map((theme) => [theme, t(`theme.${theme}`)]),
      (value) => keepTheme(value),
    )}
  </header>`;
}

function stories(): TemplateResult {
  const playing = story()?.state === 'playing';
  const choose = (event: Event): void => {
    setUi({ story: (event.currentTarget as HTMLSelectElement).value });
  };
  return html`<div class="stories">
    <select name="story" aria-label=${t('stories.title')} @change=${choose}>
      ${STORY_IDS.map(
        (id) => html`<option value=${id} .selected=${live(id === getUi().story)}>${tOr(`story.${id}`, id)}</option>`,
      )}
    </select>
    ${
      playing
        ? html`<button type="button" class="strong" @click=${() => void ask('stop')}>
            ${icon('stop')}<span>${t('stories.stop')}</span>
          </button>`
        : html`<button type="button" class="strong" @click=${play}>
            ${icon('play')}<span>${t('stories.play')}</span>
          </button>`
    }
  </div>`;
}

/** Tests play as fast as it goes: `?pace=0`. */
function play(): void {
  const pace = Number(new URLSearchParams(location.search).get('pace') ?? 1);
  location.hash = '#play';
  void ask('play', { id: getUi().story, pace });
}

function chooser(
  label: string,
  chosen: string,
  options: readonly (readonly [string, string])[],
  choose: (value: string) => void,
): TemplateResult {
  return html`<select
    class="plain"
    aria-label=${label}
    @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}
  >
    ${options.map(([id, name]) => html`<option value=${id} .selected=${live(id === chosen)}>${name}</option>`)}
  </select>`;
}
