import type { WorkflowExecutionInfo } from '@temporalio/client';
import { withAccess } from '../../../activities/issue-payment';
import { createCapService } from '../../../cap-svc/client';
import { createTokenBroker } from '../../../cap-svc/token-broker';
import { toDecimal } from '../../../domain/money';
import type { Issued } from '../../../domain/settlement';
import { createMiaposRail } from '../../../rails/miapos/client';
import type { RailPayment } from '../../../rails/rail';
import { attributes } from '../../../workflows/search-attributes';
import { csvRow } from '../books/csv';
import { aliveOn, clockOf } from '../books/day';
import { makersOf } from '../books/makers';
import { dayOf, inTurns, readKept } from '../books/payments';
import type { Kept } from '../books/payments';
import { readSettlement } from '../books/settlement-file';
import { isDifference, payingOf, VERDICTS, verdictOf } from '../books/verdict';
import type { Compared, Settled, Verdict } from '../books/verdict';
import { optional, required } from '../command';
import type { Command, Desk } from '../command';

const COLUMNS = [
  'linkId',
  'paymentId',
  'orderId',
  'swiftMessageId',
  'swiftPayerBank',
  'verdict',
  'state',
  'railStatus',
  'amount',
  'currency',
];

export const reconcile: Command = {
  usage: '--day YYYY-MM-DD [--settlement bank.csv]',
  help: `Compares the payments of a day with what the rail says of them, and with the bank's settlement file. A payment is of the day it
was made on, and of the day it was paid on, by its line's clock; the file has to have those that were paid on it. What else is in the file
is looked up among all that is kept, by orderId or paymentId.
CSV: ${COLUMNS.join(',')}. Any difference exits 1.
The file: CSV with a first row that names amount and paymentId or orderId; currency and swiftMessageId are read where they are.
Verdicts:
${Object.entries(VERDICTS)
  .map(([name, says]) => `  ${name.padEnd(16)} ${says}`)
  .join('\n')}`,
  options: { day: { type: 'string' }, settlement: { type: 'string' } },
  async run(desk, _, options) {
    const file = optional(options, 'settlement');
    const day = dayOf(required(options, 'day'));
    const settled = file === undefined ? undefined : readSettlement(file);
    const rows = await compare(desk, day, settled);
    desk.say(csvRow(COLUMNS));
    for (const { cells } of rows) desk.say(csvRow(cells));
    return rows.some(({ verdict }) => isDifference(verdict)) ? 1 : 0;
  },
};

interface Row {
  readonly verdict: Verdict;
  readonly cells: readonly (string | undefined)[];
}

/** What is compared with what, and which lines of the file have met their payment. */
interface Books {
  readonly desk: Desk;
  readonly day: string;
  readonly settled: readonly Settled[] | undefined;
  readonly met: Set<Settled>;
  /** Payments that have met their line. */
  readonly settledOnce: Set<string>;
  readonly ask: ReturnType<typeof createAsking>;
}

async function compare(desk: Desk, day: string, settled: readonly Settled[] | undefined): Promise<readonly Row[]> {
  const books: Books = { desk, day, settled, met: new Set(), settledOnce: new Set(), ask: createAsking(desk) };
  const rows = await inTurns(await aliveOn(desk, day), (run) => rowsOfDay(books, run));
  const strangers = (settled ?? []).filter((one) => !books.met.has(one));
  const makers = await makersOf(desk, strangers);
  const others = await inTurns(strangers, (one) => rowOfStranger(books, one, makers.get(one)));
  return [...rows.flat(), ...others];
}

/** The payments of a run that were made on the day, or paid on it. */
async function rowsOfDay(books: Books, run: WorkflowExecutionInfo): Promise<readonly Row[]> {
  const { desk, day, settled } = books;
  const linkId = linkIdOf(run);
  const isOfDay = clockOf(desk, day, run);
  const kept = await readKept(desk, run);
  if (kept === undefined) return isOfDay(run.startTime) ? [rowOfLost(run, linkId)] : [];
  if (kept.state === 'RtpUnknown' && kept.issued.length === 0) {
    const line = settled?.find((one) => one.orderId === linkId);
    if (line !== undefined) books.met.add(line);
    return isOfDay(run.startTime) ? [rowOfUnknown(kept, linkId)] : [];
  }
  const paidThen = isOfDay(kept.paidAt);
  if (!paidThen && !kept.issued.some(({ issuedAt }) => isOfDay(issuedAt))) return [];
  const words = await wordsOn(books, run, kept);
  const paying = payingOf(kept, words);
  return kept.issued
    .filter((issued) => isOfDay(issued.issuedAt) || (paidThen && issued === paying))
    .map((issued) => {
      // A line that names the order alone is of the payment that the money came by.
      const isItsOrder = (one: Settled) => one.orderId === linkId && issued === (paying ?? kept.issued.at(-1));
      const line = settled?.find(
        (one) => one.paymentId === issued.paymentId || (one.paymentId === undefined && isItsOrder(one)),
      );
      if (line !== undefined) {
        books.met.add(line);
        books.settledOnce.add(issued.paymentId);
      }
      const isDue = settled !== undefined && paidThen;
      return rowOf(
        { linkId, state: kept.state, issued, rail: words.get(issued.paymentId), settled: line, isDue },
        paying,
      );
    });
}

async function wordsOn({ ask }: Books, run: WorkflowExecutionInfo, { issued }: Pick<Kept, 'issued'>) {
  const words = issued.map(async (one) => [one.paymentId, await ask(run, linkIdOf(run), one)] as const);
  return new Map(await Promise.all(words));
}

function rowOf(compared: Omit<Compared, 'pays'>, paying: Issued | undefined): Row {
  const { linkId, issued, rail, state } = compared;
  const verdict = verdictOf({ ...compared, pays: issued === paying });
  return { verdict, cells: cellsOf(linkId, issued, rail, verdict, state) };
}

const linkIdOf = ({ workflowId }: WorkflowExecutionInfo): string => workflowId.split('/').at(-1) ?? '';

function cellsOf(linkId: string, issued: Issued, rail: RailPayment | undefined, verdict: Verdict, state: string) {
  const { paymentId, amount } = issued;
  const swift = [rail?.swiftMessageId, rail?.swiftPayerBank];
  return [
    linkId,
    paymentId,
    rail?.orderId ?? linkId,
    ...swift,
    verdict,
    state,
    rail?.status,
    toDecimal(amount),
    amount.currency,
  ];
}

/** A line that is of no payment of the day: of another day's, of one that met its line already, or of none. */
async function rowOfStranger(books: Books, settled: Settled, run: WorkflowExecutionInfo | undefined): Promise<Row> {
  const kept = run === undefined ? undefined : await readKept(books.desk, run);
  if (run === undefined || kept === undefined)
    return rowOfLine(settled, run === undefined ? 'unknownToUs' : 'leftNothing');
  const linkId = linkIdOf(run);
  const words = await wordsOn(books, run, kept);
  const paying = payingOf(kept, words);
  const named = kept.issued.find(({ paymentId }) => paymentId === settled.paymentId);
  const issued = settled.paymentId === undefined ? (paying ?? kept.issued.at(-1)) : named;
  if (issued === undefined)
    return rowOfLine(settled, settled.paymentId === undefined ? 'settledUnpaid' : 'unknownToUs');
  const rail = words.get(issued.paymentId);
  const row = rowOf({ linkId, state: kept.state, issued, rail, settled, isDue: true }, paying);
  const isAgain = books.settledOnce.has(issued.paymentId);
  books.settledOnce.add(issued.paymentId);
  const verdict = isAgain ? 'settledTwice' : row.verdict === 'agrees' ? 'otherDay' : row.verdict;
  return { verdict, cells: cellsOf(linkId, issued, rail, verdict, kept.state) };
}

function rowOfLine({ paymentId, orderId, swiftMessageId, amount }: Settled, verdict: Verdict): Row {
  const known = ['', paymentId, orderId, swiftMessageId, '', verdict, '', '', toDecimal(amount), amount.currency];
  return { verdict, cells: known };
}

/** Nobody knows whether there is a payment, and so neither its id. */
function rowOfUnknown({ state, order }: Kept, linkId: string): Row {
  const amount = order === undefined ? ['', ''] : [toDecimal(order.amount), order.amount.currency];
  return { verdict: 'requestUnknown', cells: [linkId, '', linkId, '', '', 'requestUnknown', state, '', ...amount] };
}

function rowOfLost({ typedSearchAttributes: is }: WorkflowExecutionInfo, linkId: string): Row {
  const [minor = 0, currency = ''] = [is.get(attributes.amountMinor), is.get(attributes.currency)];
  const state = is.get(attributes.paymentState);
  const known = [linkId, is.get(attributes.paymentId), linkId, '', '', 'leftNothing', state, ''];
  return { verdict: 'leftNothing', cells: [...known, toDecimal({ minor, currency }), currency] };
}

/** Asks the bank that issued; a bank that can't be asked is a verdict, not an end. */
function createAsking({ env }: Desk) {
  const cap = createCapService({ baseUrl: env.capSvc.url, token: env.capSvc.token });
  const access = createTokenBroker(cap, { now: Date.now, railOrigins: env.railOrigins });
  const rail = createMiaposRail({});
  return async (run: WorkflowExecutionInfo, linkId: string, issued: Issued): Promise<RailPayment | undefined> => {
    const { typedSearchAttributes: is } = run;
    const [posUserId = '', merchantId = ''] = [is.get(attributes.sellerId), is.get(attributes.merchantId)];
    const who = { posUserId, merchantId, requestId: `${linkId}.reconcile` };
    const asked = withAccess({ access }, who, async (granted) =>
      granted.origin === issued.origin ? rail.readPayment(granted, issued.paymentId) : undefined,
    );
    return asked.then(
      ({ made }) => made,
      () => undefined,
    );
  };
}
