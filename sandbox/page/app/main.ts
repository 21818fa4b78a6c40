import { render } from 'lit';
import { setTimeZone } from './i18n';
import { keepUp } from './live';
import { keepPhones, recall } from './preferences';
import { getUi, onChange, setUi, story, world } from './state';
import { settle } from './settle';
import { shell } from './views/shell';

const root = document.querySelector<HTMLElement>('#app');
let followed: string | undefined;

/** A story that begins takes the page to its seller's phone. */
function followStory(): void {
  const told = story();
  const name = told === undefined ? undefined : `${told.id} ${told.state === 'playing' ? 'playing' : ''}`;
  if (name === followed) return;
  followed = name;
  if (told?.state !== 'playing') return;
  const { phones } = getUi();
  const at = phones.findIndex(({ phone }) => phone === told.phone);
  const line = told.line ?? world().lines[0]?.id ?? 'md';
  const place = Math.max(0, at);
  const shown = phones.map((one, index) => (index === place ? { phone: told.phone, line } : one));
  setUi({
    view: 'play',
    tab: 'live',
    phones: shown,
    active: place,
    workflowId: undefined,
    paymentId: undefined,
  });
}

onChange(() => {
  followStory();
  setTimeZone(world().lines[0]?.timeZone ?? 'UTC');
  keepPhones(getUi().phones);
  if (root === null) return;
  render(shell(), root);
  settle(root);
});

addEventListener('hashchange', () => {
  setUi({ view: location.hash === '#portal' ? 'portal' : 'play' });
});
setInterval(() => setUi({ now: Date.now() }), 1_000);
recall();
keepUp();
