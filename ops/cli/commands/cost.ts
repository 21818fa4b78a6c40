import { unless } from '../../../temporal/unless';
import { paymentLinkWorkflowId } from '../../../workflows/payment-link.contract';
import { attributes } from '../../../workflows/search-attributes';
import { WorkflowNotFoundError } from '@temporalio/client';
import { csvRow } from '../books/csv';
import { inTurns } from '../books/payments';
import { readPrices } from '../books/prices';
import { CommandError, required } from '../command';
import type { Command, Desk } from '../command';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const COLUMNS = ['line', 'bank', 'merchant', 'category', 'type', 'messages'];

export const cost: Command = {
  usage: '--month YYYY-MM LOGFILE…',
  help: `Counts the messages of a month by Meta's pricing category and type, per line, bank and merchant. CSV: ${COLUMNS.join(',')}.
LOGFILE: the api's logs of that month, all processes, as the api wrote them or as Docker and Kubernetes keep them: keep them, and leave
LOG_LEVEL at info or below, for they stand nowhere else. A line that can't be read, and logs without a priced message of the month, exit 1. Prices are not counted here: Meta's rate card has them. Bank and merchant are
looked up in Temporal, so run it before the namespace's retention is over; they are empty for what a chat said (help, lists, held
notices) and for payments that are gone.`,
  options: { month: { type: 'string' } },
  words: [1, 1_000],
  async run(desk, files, options) {
    const month = required(options, 'month');
    if (!MONTH.test(month)) throw new CommandError(`${month} is no month: write it like 2026-11.`);
    const { priced: prices, otherMonths, unread } = await readPrices(files, month);
    if (unread.length > 0)
      complain(
        `${unread.length} lines that price a message can't be read, so they are missing in what is counted: ${unread[0] ?? ''}. Is it the api's log as the api wrote it?`,
      );
    if (prices.length === 0) {
      complain(
        `No message priced in ${month} is in ${files.length} files, and ${otherMonths} of other months. Are these the api's logs of that month, of every process, written with LOG_LEVEL at info or below?`,
      );
      return 1;
    }
    const ids = [...new Set(prices.flatMap(({ workflowId }) => workflowId ?? []))].filter(isPayment);
    const whose = new Map(await inTurns(ids, async (id) => [id, await ownersOf(desk, id)] as const));
    const counts = new Map<string, number>();
    for (const { line, workflowId = '', category, type } of prices) {
      const { bank = '', merchant = '' } = whose.get(workflowId) ?? {};
      const row = csvRow([line, bank, merchant, category, type]);
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    desk.say(csvRow(COLUMNS));
    for (const [row, messages] of [...counts].sort()) desk.say(`${row},${messages}`);
    return unread.length === 0 ? 0 : 1;
  },
};

/** What is said is the CSV: this is not of it. */
const complain = (about: string): void => void process.stderr.write(`${about}\n`);

const isPayment = (workflowId: string): boolean => workflowId.startsWith(paymentLinkWorkflowId(''));

async function ownersOf({ client }: Desk, workflowId: string): Promise<{ bank?: string; merchant?: string }> {
  const handle = client.workflow.getHandle(workflowId);
  const found = await handle.describe().catch(unless(WorkflowNotFoundError, undefined));
  const is = found?.typedSearchAttributes;
  const [bank, merchant] = [is?.get(attributes.bankId), is?.get(attributes.merchantId)];
  return { ...(bank === undefined ? {} : { bank }), ...(merchant === undefined ? {} : { merchant }) };
}
