import {
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Decided } from '../domain/decided';
import { templatesChanged } from './conversation.contract';
import * as contract from './line.contract';
import type { LineInput } from './line.contract';
import { LineEntity } from './line-entity';

const LONGEST_HISTORY = 2_000;
/** Webhooks bring every change at once; this mends what a lost one left. */
const READ_EVERY = '6 hours';

/**
 * One business number: which of its templates are usable, and whether it may send at all. Everybody who sends reads this by
 * describing it, so that suspending and resuming a line needs to reach nobody.
 */
export async function LineWorkflow(input: LineInput): Promise<void> {
  const line = new LineEntity(input);
  listen(line);
  // Beside the rest: a line whose account is refused can't read, and must be shown as suspended all the same.
  void keepRead(line);
  for (;;) {
    await news(line);
    line.show();
    for (const conversationId of line.takeWaiting()) await wake(conversationId);
    if (workflowInfo().historyLength > LONGEST_HISTORY) return continueAsNew(line);
  }
}

/** A suspension of which the channel named the end is over by then. */
async function news(line: LineEntity): Promise<void> {
  const left = line.resumesIn;
  if (left === undefined) return condition(() => line.isChanged());
  if (left <= 0 || !(await condition(() => line.isChanged(), left, { summary: 'The end of the suspension' })))
    line.resume(new Date().toISOString());
}

function listen(line: LineEntity): void {
  setHandler(contract.templateReported, (report) => line.report(report));
  setHandler(contract.templatesRead, (templates) => line.setTemplates(templates));
  setHandler(contract.lineSuspended, (word) => line.suspend(word));
  setHandler(contract.lineResumed, (word) => line.resume(word?.at ?? new Date().toISOString()));
  setHandler(contract.resumeLine, () => line.resumeByHand(), {
    validator: (word: Partial<Decided>) => line.mayBeResumed(word),
  });
  setHandler(contract.lineConfigured, (configured) => line.configure(configured));
  setHandler(contract.templateAwaited, (word) => line.awaited(word));
  setHandler(contract.lineState, () => line.state);
}

async function keepRead(line: LineEntity): Promise<never> {
  const { readTemplates } = proxyActivities<Pick<Activities, 'readTemplates'>>({
    startToCloseTimeout: '1 minute',
    retry: { maximumInterval: '5 minutes' },
  });
  for (;;) {
    const from = line.beginReading();
    line.read(await readTemplates.executeWithOptions({ summary: 'Read the templates' }, [from]));
    await condition(() => line.isToBeRead(), READ_EVERY, { summary: 'The next reading of the templates' });
  }
}

/** A conversation that has ended owes nothing any more. */
async function wake(conversationId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(conversationId).signal(templatesChanged);
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
  }
}

function continueAsNew(line: LineEntity): Promise<never> {
  const next = makeContinueAsNewFunc<typeof LineWorkflow>({
    memo: { ...line.memo },
    typedSearchAttributes: workflowInfo().typedSearchAttributes,
  });
  return next({ ...line.input, state: line.carried });
}
