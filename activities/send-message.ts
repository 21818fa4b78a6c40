import { CompleteAsyncError, Context, log } from '@temporalio/activity';
import { ChannelFailure } from '../channels/channel';
import type { Sent } from '../domain/outcome';
import type { StuckReason } from '../domain/payment';
import { makeSendKey } from '../domain/send-key';
import { stuckBy } from '../domain/stuck';
import { impeded } from '../workflows/payment-link.contract';
import type { ChatsJustRead } from './conversations';
import type { Deps } from './deps';
import { isLinePaused, toFailure } from './failures';
import { createTellLine } from './lines';
import { createDelivery } from './delivery';
import type { SendRequest } from './send-request';
import { createTurns } from './turns';

/**
 * Says something once. The channels know no idempotency key, so silence is never taken for a no: an attempt without an answer
 * leaves the activity open, and the status webhook that carries the key completes it. What proves that nothing was sent is
 * retried; what the channel will never take is a result.
 */
export const createSendMessage = (deps: Deps, justRead: ChatsJustRead) => {
  const turns = createTurns(deps);
  const deliver = createDelivery(deps, turns, justRead);
  const tellLine = createTellLine(deps);

  return async function sendMessage(request: SendRequest): Promise<Sent> {
    const { workflowId } = ownRun();
    try {
      return await deliver(request, makeSendKey(workflowId, Context.current().info.activityId));
    } catch (error) {
      if (isLinePaused(error)) await impede('AccountBlocked', 'the line is suspended: its own details say why');
      if (!(error instanceof ChannelFailure)) throw error;
      const { kind: why, details } = error;
      if (why === 'PairRateLimited' && details.code !== undefined) turns.refused(request);
      if (why === 'NoAnswer') {
        await impede('SendOutcomeUnknown', error.message);
        throw new CompleteAsyncError();
      }
      if (why === 'AccountBlocked') {
        const argument = {
          reason: `${String(details.code ?? '')} ${error.message}`.trim(),
          at: deps.now().toISOString(),
        };
        await tried('The line was not suspended', tellLine({ line: request.line, signal: 'lineSuspended', argument }));
      }
      if (isPassing(why) || (why === 'PairRateLimited' && request.kind === 'answer')) {
        await impede(stuckBy(why), error.message);
        throw toFailure(error);
      }
      const code = details.code === undefined ? {} : { code: details.code };
      return { result: request.kind === 'notice' ? 'owe' : 'failed', why, ...code };
    }
  };

  /** Names the obstacle at the workflow, at doubling distances: a day's outage must not fill the history. */
  async function impede(reason: StuckReason, error?: string): Promise<void> {
    if (!Number.isInteger(Math.log2(Context.current().info.attempt))) return;
    const { workflowId, runId } = ownRun();
    const named = deps.temporal.workflow
      .getHandle(workflowId, runId)
      .signal(impeded, { reason, ...(error === undefined ? {} : { error }) });
    await tried('The obstacle was not named', named);
  }
};

/**
 * Word about a send must not decide it: were a failed signal to fail the attempt, silence would be retried like a refusal,
 * and the message might go out twice.
 */
async function tried(otherwise: string, word: Promise<void>): Promise<void> {
  await word.catch((error: unknown) => {
    log.warn(otherwise, { error });
  });
}

function ownRun(): { workflowId: string; runId: string } {
  const run = Context.current().info.workflowExecution;
  if (run === undefined) throw new Error('Messages are sent by workflows only');
  return run;
}

const isPassing = (why: ChannelFailure['kind']): boolean =>
  why === 'Throttled' || why === 'Transient' || why === 'AccountBlocked';
