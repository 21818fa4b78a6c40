import { z } from 'zod';
import { FINAL_STATUSES } from '../../../domain/payment';
import { CLOSABLE, isClosable } from '../../../domain/closures';
import { CLOSURES_ID } from '../../../workflows/closures.contract';
import { decide } from '../ask-api';
import { CommandError, optional, required } from '../command';
import type { Command } from '../command';
import { findPayment, uiUrl } from '../finding';

const settledSchema = z.object({ state: z.string(), proposal: z.object({ operator: z.string() }).optional() });
const closuresSchema = z.object({
  closures: z.array(
    z.object({ kind: z.string(), id: z.string(), since: z.string(), operator: z.string(), reason: z.string() }),
  ),
});

export const settle: Command = {
  usage: `<payment> ${FINAL_STATUSES.join('|')} --reason TEXT [--confirm] [--payment-id ID]`,
  help: `Decides what became of the money of a payment under review (NeedsReview, PaidTwice), or of a payment request whose answer was lost
(RtpUnknown), with the bank's --payment-id where there is one. The seller is told.
To count as paid, a payment under review takes two people: the first proposes SUCCESS, another says the same with --confirm, after
reading npm run ops -- show <payment>. PaidTwice is paid: SUCCESS says that the bank gave one back, or will.
The api notes who you are by OPS_TOKEN, a token of your identity provider. Reasons and operators are kept.`,
  options: { reason: { type: 'string' }, 'payment-id': { type: 'string' }, confirm: { type: 'boolean' } },
  words: [2, 2],
  async run(desk, [given = '', wanted = ''], options) {
    const outcome = wanted.toUpperCase();
    if (!FINAL_STATUSES.some((status) => status === outcome)) {
      throw new CommandError(`${wanted} is no outcome: it is one of ${FINAL_STATUSES.join(', ')}.`);
    }
    const paymentId = optional(options, 'payment-id');
    const body = {
      outcome,
      reason: required(options, 'reason'),
      ...(paymentId === undefined ? {} : { paymentId }),
      ...(options['confirm'] === true ? { confirm: true } : {}),
    };
    const linkId = (await findPayment(desk, given)).split('/').at(-1) ?? '';
    const { state, proposal } = await decide(desk, {
      path: `/ops/payments/${linkId}/settle`,
      body,
      answer: settledSchema,
      look: `read npm run ops -- show ${linkId}`,
    });
    desk.say(
      proposal === undefined
        ? `Settled: the payment is ${state} now, and the seller is told.`
        : `Proposed by ${proposal.operator}; the payment is still ${state}. Another person has to confirm it: npm run ops -- settle ${linkId} ${outcome} --confirm --reason …`,
    );
    return 0;
  },
};

const change = (action: 'close' | 'open', help: string): Command => ({
  usage: `${CLOSABLE.join('|')} ID --reason TEXT`,
  help,
  options: { reason: { type: 'string' } },
  words: [2, 2],
  async run(desk, [kind, id = ''], options) {
    if (!isClosable(kind)) throw new CommandError(`What is closed or opened is one of ${CLOSABLE.join(', ')}.`);
    const { closures } = await decide(desk, {
      path: `/ops/${action}`,
      body: { kind, id, reason: required(options, 'reason') },
      answer: closuresSchema,
      look: `read the details of the workflow closures (${uiUrl(desk, CLOSURES_ID)})`,
    });
    for (const one of closures) {
      desk.say(`closed: ${one.kind} ${one.id} since ${one.since} by ${one.operator}: ${one.reason}`);
    }
    if (closures.length === 0) desk.say('Nothing is closed.');
    return 0;
  },
});

export const close = change(
  'close',
  `Refuses new commands with one clear word. ID: bank.id, merchantId, SellerId or the line's id. Payments that are open, and all
sends, go on. Needs OPS_TOKEN, as settle does, and a worker that is running.`,
);
export const open = change(
  'open',
  'Takes new commands again. Needs OPS_TOKEN, as settle does, and a worker that is running.',
);
