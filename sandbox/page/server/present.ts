import type { WorldView } from '../wire';
import { chatView } from './chat-view';
import type { Desk } from './desk';
import { checkoutViews, portalView } from './portal-view';
import type { Switchboard } from './switches';
import { worldView } from './world-view';

/** The portal's page shows the newest; the CSV has all. */
const PORTAL_SHOWN = 300;

/**
 * Brings the board up to the simulators' present. It shows the newest of everything: a page that is left open through an
 * hour of chaos stays as light as it was.
 */
export function showPresent(desk: Desk, switches: Switchboard, state: Pick<WorldView, 'chaos' | 'workerRuns'>): void {
  const { board } = desk;
  board.set('world', worldView(desk, switches, state));
  board.replace('chat:', chats(desk));
  board.replace('checkout:', new Map(checkoutViews(desk).map((view) => [`checkout:${view.paymentId}`, view])));
  board.set('portal', portalView(desk, PORTAL_SHOWN));
}

function chats(desk: Desk): ReadonlyMap<string, unknown> {
  const registered = desk.stack.world.capSvc.directory.sellers().map(({ phone }) => phone);
  return new Map(
    [...new Set([...registered, ...desk.guests])].flatMap((phone) =>
      desk.lines.flatMap((line) => {
        const view = chatView(desk, phone, line);
        return view === undefined ? [] : [[`chat:${phone}:${line.id}`, view] as const];
      }),
    ),
  );
}
