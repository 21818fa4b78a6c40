const NEAR_PX = 160;
/** How tall each chat was when it was last drawn. */
const heights = new WeakMap<Element, number>();

/**
 * After a drawing: chats show their newest message unless somebody has scrolled away from it, and what was opened has the
 * focus; what it was opened by gets it back.
 */
export function settle(root: HTMLElement): void {
  for (const log of root.querySelectorAll<HTMLElement>('.log')) {
    const before = heights.get(log) ?? 0;
    heights.set(log, log.scrollHeight);
    const followed = before - log.clientHeight - log.scrollTop < NEAR_PX;
    if (log.scrollHeight !== before && followed) log.scrollTop = log.scrollHeight;
  }
  focusOpened(root);
}

let opened: { readonly sheet: Element; readonly by: Element | null } | undefined;

function focusOpened(root: HTMLElement): void {
  const sheet = root.querySelector('.sheet');
  if (sheet === (opened?.sheet ?? null)) return;
  if (sheet === null) {
    if (opened?.by instanceof HTMLElement && document.activeElement === document.body) opened.by.focus();
    opened = undefined;
    return;
  }
  opened = { sheet, by: document.activeElement };
  sheet.querySelector<HTMLElement>('[data-autofocus]')?.focus();
}
