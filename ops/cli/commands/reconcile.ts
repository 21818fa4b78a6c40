import type { WorkflowExecutionInfo } from '@temporalio/client';
import { dayIn } from '../../../activities/calendar';
import { withAccess } from '../../../activities/issue-payment';
import { createCapService } from '../../../cap-svc/client';
import { createTokenBroker } from '../../../cap-svc/token-broker';
import { toDecimal } from '../../../domain/money';
import type { Issued } from '../../../domain/settlement';
import { createMiaposRail } from '../../../rails/miapos/client';
import type { RailPayment } from '../../../rails/rail';
import { attributes } from '../../../workflows/search-attributes';
import { csvRow } from '../books/csv';
import { dayOf, inTurns, readKept } from '../books/payments';
import { readSettlement } from '../books/settlement-file';
import { isDifference, VERDICTS, verdictOf } from '../books/verdict';
import type { Settled, Verdict } from '../books/verdict';
import { optional, required } from '../command';
import type { Command, Desk } from '../command';
import { listOf } from '../finding';

const HOURS = 3_600_000;
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
  help: `Compares every payment made on a day (by its line's clock) with what the rail says of it, and with the bank's settlement file.
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
    const rows = await compare(desk, await madeOn(desk, day), settled);
    desk.say(csvRow(COLUMNS));
    for (const { cells } of rows) desk.say(csvRow(cells));
    return rows.some(({ verdict }) => isDifference(verdict)) ? 1 : 0;
  },
};

interface Row {
  readonly verdict: Verdict;
  readonly cells: readonly (string | undefined)[];
}

/** A day of any zone lies within these 50 hours. */
async function madeOn(desk: Desk, day: string): Promise<readonly WorkflowExecutionInfo[]> {
  const from = new Date(Date.parse(day) - 14 * HOURS).toISOString();
  const to = new Date(Date.parse(day) + 36 * HOURS).toISOString();
  const within = `${attributes.paymentId.name} IS NOT NULL AND StartTime >= "${from}" AND StartTime < "${to}"`;
  const zoneOf = (id: string | undefined) => desk.lines.find((line) => line.id === id)?.timeZone ?? 'UTC';
  const found = await listOf(desk, within);
  return found.filter((run) => dayIn(run.startTime, zoneOf(run.typedSearchAttributes.get(attributes.lineId))) === day);
}

async function compare(
  desk: Desk,
  runs: readonly WorkflowExecutionInfo[],
  settled: readonly Settled[] | undefined,
): Promise<readonly Row[]> {
  const ask = createAsking(desk);
  const met = new Set<Settled>();
  const rows = await inTurns(runs, async (run) => {
    const kept = await readKept(desk, run);
    const linkId = run.workflowId.split('/').at(-1) ?? '';
    if (kept === undefined) return [rowOfLost(run, linkId)];
    return Promise.all(
      kept.issued.map(async (issued): Promise<Row> => {
        const rail = await ask(run, linkId, issued);
        const line = settled?.find(
          (one) => one.paymentId === issued.paymentId || (one.paymentId === undefined && one.orderId === linkId),
        );
        if (line !== undefined) met.add(line);
        const { state } = kept;
        const verdict = verdictOf({ linkId, state, issued, rail, settled: line, hasFile: settled !== undefined });
        return { verdict, cells: cellsOf(linkId, issued, rail, verdict, state) };
      }),
    );
  });
  const strangers = (settled ?? []).filter((one) => !met.has(one)).map(rowOfStranger);
  return [...rows.flat(), ...strangers];
}

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

function rowOfStranger({ paymentId, orderId, swiftMessageId, amount }: Settled): Row {
  const known = ['', paymentId, orderId, swiftMessageId, '', 'unknownToUs', '', '', toDecimal(amount), amount.currency];
  return { verdict: 'unknownToUs', cells: known };
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
