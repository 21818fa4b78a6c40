import { readConversation } from '../../../activities/conversations';
import { isLocale, LOCALES } from '../../../domain/locale';
import { dropNotice, resendNotice, switchLocale } from '../../../workflows/conversation.contract';
import { lineWorkflowId, resumeLine } from '../../../workflows/line.contract';
import { pollNow, readMemo, resendLink, status } from '../../../workflows/payment-link.contract';
import type { PaymentLinkStatus, PollWord } from '../../../workflows/payment-link.contract';
import { attributes } from '../../../workflows/search-attributes';
import { CommandError, required } from '../command';
import type { Command, Desk } from '../command';
import { findPayment } from '../finding';

const reason = { reason: { type: 'string' } } as const;
const wordOf = ({ operator }: Desk, options: Parameters<Command['run']>[2]) => ({
  operator,
  reason: required(options, 'reason'),
});

export const poll: Command = {
  usage: '<payment>',
  help: 'Asks the rail at once what became of a payment, and says where it stands then.',
  words: [1, 1],
  async run({ client, ...desk }, [given = '']) {
    const handle = client.workflow.getHandle(await findPayment({ client }, given));
    const { state, notification } = await handle.executeUpdate<PaymentLinkStatus, [PollWord]>(pollNow.name, {
      args: [{ always: true }],
    });
    desk.say(`${state}, notice ${notification}`);
    return 0;
  },
};

export const resend: Command = {
  usage: '<payment> --reason TEXT',
  help: `Sends again: the notice where one is held, else the link where it can still be paid. What was told already is not told twice.`,
  options: reason,
  words: [1, 1],
  async run(desk, [given = ''], options) {
    const handle = desk.client.workflow.getHandle(await findPayment(desk, given));
    const word = wordOf(desk, options);
    const { notification, linkId } = await handle.query(status);
    if (notification === 'Owed') {
      const args = [{ ...word, linkId }] as const;
      await desk.client.workflow
        .getHandle(await chatOf(desk, handle.workflowId))
        .executeUpdate(resendNotice, { args: [...args] });
      desk.say('The held notice is tried again now. It stays held where the channel still refuses it.');
      return 0;
    }
    await handle.executeUpdate(resendLink, { args: [word] });
    desk.say('The link was sent once more.');
    return 0;
  },
};

export const drop: Command = {
  usage: '<payment> --reason TEXT',
  help: 'Gives a held notice up: the seller was told in another way. It is never sent after that.',
  options: reason,
  words: [1, 1],
  async run(desk, [given = ''], options) {
    const workflowId = await findPayment(desk, given);
    const args = [{ ...wordOf(desk, options), linkId: workflowId.split('/').at(-1) ?? '' }] as const;
    const left = await desk.client.workflow
      .getHandle(await chatOf(desk, workflowId))
      .executeUpdate(dropNotice, { args: [...args] });
    desk.say(`Dropped. The chat holds ${left} more.`);
    return 0;
  },
};

export const locale: Command = {
  usage: `<payment> ${LOCALES.join('|')} --reason TEXT`,
  help: 'Answers the seller of a payment in another language from now on.',
  options: reason,
  words: [2, 2],
  async run(desk, [given = '', wanted = ''], options) {
    if (!isLocale(wanted)) throw new CommandError(`The language is one of ${LOCALES.join(', ')}.`);
    const chat = await chatOf(desk, await findPayment(desk, given));
    const args = [{ ...wordOf(desk, options), locale: wanted }] as const;
    await desk.client.workflow.getHandle(chat).executeUpdate(switchLocale, { args: [...args] });
    desk.say(`The seller is answered in ${wanted}.`);
    return 0;
  },
};

export const resume: Command = {
  usage: 'line ID --reason TEXT',
  help: 'Lets a suspended line send again, once its account is mended: what waited goes out by itself.',
  options: reason,
  words: [2, 2],
  async run(desk, [what, id = ''], options) {
    if (what !== 'line') throw new CommandError('Only a line is resumed: npm run ops -- resume line md --reason …');
    if (!desk.lines.some((line) => line.id === id)) throw new CommandError(`The lines file has no line ${id}.`);
    const handle = desk.client.workflow.getHandle(lineWorkflowId(id));
    await handle.executeUpdate(resumeLine, { args: [wordOf(desk, options)] });
    desk.say(`Line ${id} sends again.`);
    return 0;
  },
};

/** Where the payment's seller is by now: debts and language went along when the chat went on elsewhere. */
async function chatOf({ client }: Desk, workflowId: string): Promise<string> {
  const { memo, typedSearchAttributes } = await client.workflow.getHandle(workflowId).describe();
  const { conversationId } = readMemo(memo);
  if (conversationId !== undefined) {
    const seller = typedSearchAttributes.get(attributes.sellerId);
    return (await readConversation({ temporal: client }, conversationId, 'moved', seller)).conversationId;
  }
  throw new CommandError(`${workflowId} does not say whose it is: its memo can't be read. Is PAYLOAD_KEYS the api's?`);
}
