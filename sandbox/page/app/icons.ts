import { svg } from 'lit';
import type { TemplateResult } from 'lit';

const PATHS = {
  send: 'M3 20.5 21.5 12 3 3.5v6.7L15 12 3 13.8z',
  list: 'M4 6h2v2H4zm4 0h12v2H8zM4 11h2v2H4zm4 0h12v2H8zM4 16h2v2H4zm4 0h12v2H8z',
  reply: 'M10 8V4l-7 7 7 7v-4.1c5 0 8.5 1.6 11 5.1-1-5-4-10-11-11z',
  link: 'M14 3h7v7h-2V6.4l-8.3 8.3-1.4-1.4L17.6 5H14zM5 5h6v2H7v10h10v-4h2v6H5z',
  lock: 'M12 2a5 5 0 0 0-5 5v3H5v11h14V10h-2V7a5 5 0 0 0-5-5m-3 8V7a3 3 0 0 1 6 0v3z',
  check: 'm9.5 17.3-5-5L6 10.8l3.5 3.5L18 5.8l1.5 1.5z',
  cross: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  clock: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m1 5v4.6l3.2 3.2-1.4 1.4L11 12.4V7z',
  retry: 'M12 5V1L7 6l5 5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7',
  bell: 'M12 22a2 2 0 0 0 2-2h-4a2 2 0 0 0 2 2m7-5v-6a7 7 0 0 0-5.5-6.8V3h-3v1.2A7 7 0 0 0 5 11v6l-2 2h18z',
  warning: 'M12 3 1.5 21h21zm-1 7h2v5h-2zm0 6.5h2v2h-2z',
  play: 'M7 4.5v15l12-7.5z',
  stop: 'M6 6h12v12H6z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z',
  bolt: 'M13 2 4 14h6l-1 8 9-12h-6z',
  menu: 'M12 7a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 12 7m0 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6m0 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6',
  download: 'M11 3h2v9l3.3-3.3 1.4 1.4L12 15.8l-5.7-5.7 1.4-1.4L11 12zM4 18h16v2H4z',
  theme: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 16V5a7 7 0 0 1 0 14',
  bank: 'M12 2 2 7v2h20V7zM4 11h3v7H4zm6.5 0h3v7h-3zM17 11h3v7h-3zM2 20h20v2H2z',
} as const;
export type Icon = keyof typeof PATHS;

/** Decoration: what it stands for is said in words beside it. */
export function icon(name: Icon): TemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}

const ONE = 'M1.5 6.5 4.5 9.5 11 2.5';
const TWO = 'M7.5 8.5 8.5 9.5 15 2.5';

/** One tick, or two. */
export function ticks(double: boolean): TemplateResult {
  return svg`<svg class="ticks" viewBox="0 0 16 12" aria-hidden="true" focusable="false"><path d=${double ? `${ONE} ${TWO}` : ONE} /></svg>`;
}
