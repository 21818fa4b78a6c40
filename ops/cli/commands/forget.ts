import type { WorkflowExecutionInfo } from '@temporalio/client';
import { forget as forgetChat } from '../../../workflows/conversation.contract';
import { belongingsOf } from '../belongings';
import type { Belongings } from '../belongings';
import { archiveOf } from '../books/archive';
import type { Archive } from '../books/archive';
import { inTurns } from '../books/payments';
import { CommandError, required } from '../command';
import type { Command, Desk } from '../command';
import { personOf } from '../person';
import type { Person } from '../person';
import { list, quoted } from '../visibility';

export const forget: Command = {
  usage: '--phone +373… | --seller ID --reason TEXT [--archive FOLDER]',
  help: `Erases a seller: chats are ended, all runs of chats, payments and refused commands are deleted from Temporal, and the seller's rows from the archive in
FOLDER (archive). Refused while a payment is open or a notice is owed, or where FOLDER is not there. Where cap-svc does not know the phone,
all that is kept is read for it; what that finds of a seller is erased when --seller says so beside --phone, for the archive's rows are found
by the SellerId alone. What was not found, and an archive that could not be searched whole, exit other than 0. What cap-svc and the bank keep is
theirs to erase. It can't be undone.`,
  options: {
    phone: { type: 'string' },
    seller: { type: 'string' },
    reason: { type: 'string' },
    archive: { type: 'string' },
  },
  async run(desk, _, options) {
    const reason = required(options, 'reason');
    const person = await personOf(desk, options);
    const theirs = await belongingsOf(desk, person);
    mayBeErased(person, theirs);
    const archive = archiveOf(desk, options);
    archive.mustExist();
    const chats = (await inTurns(theirs.chats, (id) => list(desk, `WorkflowId = ${quoted(id)}`))).flat();
    for (const { workflowId } of chats.filter(({ status }) => status.name === 'RUNNING')) {
      const handle = desk.client.workflow.getHandle(workflowId);
      await handle.executeUpdate(forgetChat, { args: [{ operator: desk.operator, reason }] });
      await handle.result();
    }
    for (const run of [...theirs.payments, ...chats]) await erase(desk, run);
    const rows = person.sellerId === undefined ? 0 : archive.forget(person.sellerId);
    if (theirs.payments.length + chats.length + rows === 0) {
      const left = [ARCHIVE, ...namelessIn(archive)].join(' ');
      throw new CommandError(`Nothing was found, so nothing was erased. ${theirs.looked} ${left}`);
    }
    desk.say(`Erased: ${theirs.payments.length} payments, ${chats.length} runs of chats, ${rows} rows of the archive.`);
    const left = [
      ...(person.sellerId !== undefined || archive.isEmpty()
        ? []
        : [`The archive was not searched, for no SellerId is known. ${ARCHIVE}`]),
      ...namelessIn(archive),
    ];
    for (const one of left) desk.say(one);
    return left.length === 0 ? 0 : 1;
  },
};

const ARCHIVE =
  'The archive holds no phone: rows of whoever was a seller once are erased with --seller, which the bank can say.';

/** Old archives hold commands that made no payment, with what was typed and nobody's id. */
function namelessIn(archive: Archive): readonly string[] {
  const files = archive.nameless();
  if (files.length === 0) return [];
  const found = files.map(([path, rows]) => `${path} (${rows} rows)`).join(', ');
  return [
    `Not erased: rows without a SellerId, in ${found}. They are commands that made no payment, this seller's words may be among them, and nobody can tell whose they are. No books need them: delete the lines with "sellerId":"" from these files, and the erasure is whole.`,
  ];
}

/** @throws CommandError where an erasure would be too early, or not the whole one */
function mayBeErased({ sellerId, isToBeLookedFor }: Person, { payments, sellerIds }: Belongings): void {
  const [other, ...more] = isToBeLookedFor ? sellerIds.filter((id) => id !== sellerId) : [];
  if (other !== undefined) {
    const advice =
      sellerId === undefined && more.length === 0
        ? `If it is this seller who is to be forgotten, say --seller ${other} beside --phone.`
        : 'Erase each of them with --seller and without --phone first, if they are to be forgotten.';
    throw new CommandError(
      `Nothing was erased. What is kept of this phone is of the SellerId ${[other, ...more].join(', ')}, and the rest of it, in the archive too, is found by that alone. The phone may have been another's before: npm run ops -- find --seller ${other} shows whose. ${advice}`,
    );
  }
  const open = payments.filter(({ status }) => status.name === 'RUNNING');
  if (open.length === 0) return;
  throw new CommandError(
    `Refused: ${open.length} payments are open, ${open[0]?.workflowId ?? ''} for one. Try again when they have ended.`,
  );
}

async function erase({ client, namespace }: Desk, { workflowId, runId }: WorkflowExecutionInfo): Promise<void> {
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } });
}
