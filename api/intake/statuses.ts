import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { kindOfCode } from '../../channels/whatsapp/errors';
import type { DeliveryStatus } from '../../domain/inbound';
import { noticeSeqOf, readSendKey, type SendKey } from '../../domain/send-key';
import type { StatusResult } from '../metrics';
import type { MessageFailed } from '../ports/temporal';
import type { IntakeDeps } from './deps';
import { createOwing } from './owing';

const REMEMBERED = 20_000;

/**
 * Hands what became of a message of ours to whoever waits for it. A send that waits is *completed*, also with a failure:
 * failing an activity by its id does nothing while the server waits to retry it.
 */
export function createStatusIntake(deps: IntakeDeps) {
  const { temporal, metrics, log } = deps;
  const owe = createOwing(deps);
  /** Three statuses follow each message, and the channel repeats them: only the first of a kind is worth a call. */
  const told = new LRUCache<string, Promise<StatusResult>>({ max: REMEMBERED });
  const priced = new LRUCache<string, true>({ max: REMEMBERED });

  return async function takeStatus(status: DeliveryStatus): Promise<void> {
    countPrice(status);
    const key = status.key === undefined ? undefined : readSendKey(status.key);
    if (key === undefined) {
      metrics.status('foreign');
      return;
    }
    const fact = `${String(status.key)} ${status.messageId} ${String(status.status === 'failed')}`;
    const result = await tellOnce(fact, () => tell(key, status));
    metrics.status(result);
    if (result === 'lost')
      log.warn({ ...idsOf(key), code: status.code }, 'a message failed and nobody is left to tell');
  };

  /** What fails is told to all who brought it, and by whoever brings it again. */
  async function tellOnce(fact: string, telling: () => Promise<StatusResult>): Promise<StatusResult> {
    const before = told.get(fact);
    if (before !== undefined) return before.then(() => 'dropped');
    const result = telling();
    told.set(fact, result);
    return result.catch((error: unknown) => {
      told.delete(fact);
      throw error;
    });
  }

  async function tell(key: SendKey, of: DeliveryStatus): Promise<StatusResult> {
    const { status, messageId, code, at, pricing } = of;
    if (status !== 'failed') {
      // Only the price says what was sent: an ordinary message is of the category `service`.
      const by = pricing?.category === 'utility' && ({ by: 'template' } as const);
      const sent = { result: 'sent', messageId, ...by } as const;
      return (await temporal.completeSend(key, sent)) === 'taken' ? 'completed' : 'dropped';
    }
    const failure = {
      why: kindOfCode(code),
      ...(code === undefined ? {} : { code }),
      ...(at === undefined ? {} : { at }),
    };
    if (failure.why === 'AccountBlocked') await suspend(of);
    if ((await temporal.completeSend(key, { result: 'failed', ...failure })) === 'taken') return 'completed';
    return tellSender(key, { activityId: key.activityId, messageId, ...failure });
  }

  /**
   * Meta takes a message and says only later that nobody pays for it: the next ones would fail alike. `at` is the channel's, so
   * that a status which is delivered again after ops resumed the line is old news.
   */
  async function suspend({ lineId, code, at }: DeliveryStatus): Promise<void> {
    const line = deps.lines.find(({ id }) => id === lineId);
    const argument = { reason: `a message failed with code ${String(code)}`, at: at ?? deps.now().toISOString() };
    if (line !== undefined) await temporal.tellLine(line, { signal: 'lineSuspended', argument });
  }

  async function tellSender({ workflowId, owner }: SendKey, failed: MessageFailed): Promise<StatusResult> {
    if (owner.of === 'conversation') {
      const told = await temporal.failConversationMessage(workflowId, failed);
      return told === 'taken' ? 'failureSignalled' : 'lost';
    }
    const signal = { signal: 'messageFailed', argument: failed } as const;
    if ((await temporal.signalPayment(owner.linkId, signal)) === 'taken') return 'failureSignalled';
    return oweNotice(owner.linkId, failed);
  }

  /** The payment is over: what it told last has to be told again, if it is that which failed. */
  async function oweNotice(
    linkId: string,
    { activityId, messageId, at, ...failure }: MessageFailed,
  ): Promise<StatusResult> {
    const payment = await temporal.readPayment(linkId);
    if (payment === undefined) return 'lost';
    const { notice, toldAs = messageId } = (await temporal.resultOf(linkId)) ?? {};
    if (notice === undefined) return 'lost';
    if (noticeSeqOf(activityId) !== notice.seq || toldAs !== messageId) return 'dropped';
    return (await owe(payment, { notice, ...failure, since: at ?? deps.now().toISOString() })) ? 'owed' : 'lost';
  }

  /** The line of log is what `npm run ops -- cost` adds up: Temporal holds no prices. */
  function countPrice({ lineId, messageId, pricing, key }: DeliveryStatus): void {
    if (pricing === undefined || priced.has(messageId)) return;
    priced.set(messageId, true);
    metrics.pricing(pricing.type, pricing.category);
    const workflowId = key === undefined ? undefined : readSendKey(key)?.workflowId;
    log.info({ line: lineId, workflowId, message: markOf(messageId), ...pricing }, 'message priced');
  }
}

/** Tells two messages apart and shows neither: the channel's own id holds a phone. */
const markOf = (messageId: string): string => createHash('sha256').update(messageId).digest('hex').slice(0, 16);

function idsOf({ workflowId, activityId }: SendKey) {
  return { workflowId, activityId };
}
