import type { WorkflowExecutionInfo } from '@temporalio/client';
import { attributes } from '../../../workflows/search-attributes';
import { CONVERSATION_WORKFLOW, forget as forgetChat } from '../../../workflows/conversation.contract';
import { readMemo } from '../../../workflows/payment-link.contract';
import { Archive } from '../books/archive';
import { dayOf, inTurns, readKept } from '../books/payments';
import { CommandError, optional, required } from '../command';
import type { Command, Desk, Options } from '../command';
import { list, listOf, quoted } from '../visibility';
import { chatsOf, phoneOf, sellerOf } from './look';

const DAY = 86_400_000;
const archiveOf = ({ env }: Desk, options: Options) =>
  new Archive(optional(options, 'archive') ?? 'archive', env.payloadKeys);
const sellerIdOf = ({ typedSearchAttributes: is }: WorkflowExecutionInfo) => is.get(attributes.sellerId) ?? '';

export const exportDay: Command = {
  usage: '--day YYYY-MM-DD [--archive FOLDER] | --read FILE',
  help: `Writes what is kept of every payment that ended on a day (UTC) into FOLDER/payments-<day>.jsonl, encrypted with PAYLOAD_KEYS, so
that it outlives the namespace's retention. Again for the same day writes the same again. No phone is in it. FOLDER: archive.
--read prints such a file in clear, a payment a line.`,
  options: { day: { type: 'string' }, archive: { type: 'string' }, read: { type: 'string' } },
  async run(desk, _, options) {
    const archive = archiveOf(desk, options);
    const file = optional(options, 'read');
    if (file !== undefined) {
      for (const entry of await archive.read(file)) desk.say(JSON.stringify(entry));
      return 0;
    }
    const day = dayOf(required(options, 'day'));
    const next = new Date(Date.parse(day) + DAY).toISOString();
    const runs = await listOf(desk, `CloseTime >= "${day}T00:00:00Z" AND CloseTime < "${next}"`);
    const entries = await inTurns(runs, async (run) => ({
      linkId: run.workflowId.split('/').at(-1) ?? '',
      sellerId: sellerIdOf(run),
      kept: {
        startedAt: run.startTime,
        endedAt: run.closeTime,
        ended: run.status.name,
        ...(await readKept(desk, run)),
      },
    }));
    desk.say(`${await archive.write(day, entries)}: ${entries.length} payments`);
    return 0;
  },
};

export const forget: Command = {
  usage: '--phone +373… | --seller ID --reason TEXT [--archive FOLDER]',
  help: `Erases a seller: chats are ended, all runs of chats, payments and refused commands are deleted from Temporal, and the seller's rows from the archive in
FOLDER (archive). Refused while a payment is open or a notice is owed, or where FOLDER is not there. What cap-svc and the bank keep is theirs to erase. It can't
be undone.`,
  options: {
    phone: { type: 'string' },
    seller: { type: 'string' },
    reason: { type: 'string' },
    archive: { type: 'string' },
  },
  async run(desk, _, options) {
    const reason = required(options, 'reason');
    const phone = phoneOf(options);
    const sellerId = optional(options, 'seller') ?? (phone === undefined ? undefined : await sellerOf(desk, phone));
    if (phone === undefined && sellerId === undefined) throw new CommandError('Say --phone or --seller.');
    const chats = await chatRuns(desk, sellerId, phone);
    const named = sellerId === undefined ? [] : await listOf(desk, `${attributes.sellerId.name} = ${quoted(sellerId)}`);
    const payments = [...named, ...(await unnamed(desk, chats))];
    const open = payments.filter(({ status }) => status.name === 'RUNNING');
    if (open.length > 0) {
      throw new CommandError(
        `Refused: ${open.length} payments are open, ${open[0]?.workflowId ?? ''} for one. Try again when they have ended.`,
      );
    }
    const archive = archiveOf(desk, options);
    archive.mustExist();
    for (const { workflowId } of chats.filter(({ status }) => status.name === 'RUNNING')) {
      const handle = desk.client.workflow.getHandle(workflowId);
      await handle.executeUpdate(forgetChat, { args: [{ operator: desk.operator, reason }] });
      await handle.result();
    }
    for (const run of [...payments, ...chats]) await erase(desk, run);
    const rows = sellerId === undefined ? 0 : archive.forget(sellerId);
    desk.say(`Erased: ${payments.length} payments, ${chats.length} runs of chats, ${rows} rows of the archive.`);
    return 0;
  },
};

/** Commands that made no payment have no seller's id, but what was typed: they are known by the chat that their memo names. */
async function unnamed(desk: Desk, chats: readonly WorkflowExecutionInfo[]): Promise<readonly WorkflowExecutionInfo[]> {
  const ids = new Set(chats.map(({ workflowId }) => workflowId));
  const found = await listOf(desk, `${attributes.sellerId.name} IS NULL`);
  return found.filter(({ memo }) => ids.has(readMemo(memo).conversationId ?? ''));
}

/** Every run of every chat of the seller, by what cap-svc calls them and by the names that their phone has here. */
async function chatRuns(desk: Desk, sellerId?: string, phone?: string): Promise<readonly WorkflowExecutionInfo[]> {
  const named = phone === undefined ? [] : await chatsOf(desk, phone);
  const theirs =
    sellerId === undefined
      ? []
      : await list(
          desk,
          `WorkflowType = ${quoted(CONVERSATION_WORKFLOW)} AND ${attributes.sellerId.name} = ${quoted(sellerId)}`,
        );
  const ids = new Set([...named, ...theirs.map(({ workflowId }) => workflowId)]);
  return (await inTurns([...ids], (id) => list(desk, `WorkflowId = ${quoted(id)}`))).flat();
}

async function erase({ client, namespace }: Desk, { workflowId, runId }: WorkflowExecutionInfo): Promise<void> {
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
}
