import { readLines } from '../../../config/lines';
import type { Line } from '../../../domain/line';
import type { Locale } from '../../../domain/locale';
import { shownAmount as spelled } from '../../rail/decimals';
import type { SimPayment } from '../../rail/payment';
import type { RailSim } from '../../rail/rail-sim';
import type { Stack } from '../../stack';
import type { JumpView } from '../wire';
import type { Board } from './board';
import { PageError } from './problems';

/** What every part of the page's server works with. */
export interface Desk {
  readonly stack: Stack;
  readonly board: Board;
  readonly lines: readonly Line[];
  /** Phones that were added on the page, beside the registered sellers'. */
  readonly guests: Set<string>;
  /** Languages that were chosen in chats, by `<phone> <line>`. */
  readonly locales: Map<string, Locale>;
  /** Chats that were moved past their window, or back, by `<phone> <line>`. */
  readonly jumps: Map<string, readonly JumpView[]>;
  /** Epoch ms of each simulator's clock: what happened before the last reset is not shown. */
  readonly cleared: { meta: number; rail: number };
}

export function createDesk(stack: Stack, board: Board): Desk {
  const numbers = new Set(stack.world.meta.numbers.map(({ phoneNumberId }) => phoneNumberId));
  const lines = readLines(stack.env['LINES_FILE'] ?? '').filter(({ address }) => numbers.has(address));
  const cleared = { meta: 0, rail: 0 };
  return { stack, board, lines, guests: new Set(), locales: new Map(), jumps: new Map(), cleared };
}

export function lineOf(desk: Desk, id: string): Line {
  const line = desk.lines.find((one) => one.id === id);
  if (line === undefined) throw new PageError('UnknownLine', `There is no line ${id}.`);
  return line;
}

/** The rail payments of all banks since the last reset, newest last. */
export function railPayments({ stack, cleared }: Desk): { readonly rail: RailSim; readonly payment: SimPayment }[] {
  return stack.world.rails
    .flatMap((rail) => rail.payments.list().map((payment) => ({ rail, payment })))
    .filter(({ payment }) => payment.createdAt >= cleared.rail)
    .sort((a, b) => a.payment.createdAt - b.payment.createdAt);
}

/** Minor units as people read them: `100.00 MDL`. */
export const shownAmount = ({ amountMinor, currency }: Pick<SimPayment, 'amountMinor' | 'currency'>): string =>
  spelled(amountMinor, currency);

export const merchantName = (desk: Desk, merchantId: string): string =>
  desk.stack.world.capSvc.directory.merchant(merchantId)?.name ?? merchantId;
