import type { SellerView, WorldView } from '../wire';
import type { Desk } from './desk';
import type { Switchboard } from './switches';

/** Who can be played, and how everything stands. */
export function worldView(
  desk: Desk,
  switches: Switchboard,
  state: Pick<WorldView, 'chaos' | 'workerRuns'>,
): WorldView {
  const { meta } = desk.stack.world;
  const templates = [...new Set(desk.lines.map(({ wabaId }) => wabaId ?? ''))].flatMap((id) => meta.templates.list(id));
  return {
    sellers: sellers(desk),
    lines: desk.lines.map(({ id, displayNumber: number, timeZone }) => ({ id, number, timeZone })),
    uiUrl: desk.stack.uiUrl,
    switches: switches.list(),
    templates: templates.map(({ name, language, status, category }) => ({ name, language, status, category })),
    ...state,
  };
}

function sellers({ stack, guests }: Desk): SellerView[] {
  const { directory } = stack.world.capSvc;
  const registered = directory.sellers().map(({ phone, displayName, posUserId, status, locale, merchantIds }) => ({
    phone,
    name: displayName ?? posUserId,
    status,
    locale,
    merchants: merchantIds.map((id) => directory.merchant(id)?.name ?? id),
  }));
  const known = new Set(registered.map(({ phone }) => phone));
  const strangers = [...guests]
    .filter((phone) => !known.has(phone))
    .map((phone) => ({ phone, name: phone, status: 'STRANGER' as const, locale: '', merchants: [] }));
  return [...registered, ...strangers];
}
