import { condition, makeContinueAsNewFunc, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { forgottenAt, note, reserve, STRANGE_PAYER } from '../domain/payer-limits';
import * as contract from './payer.contract';
import type { PayerInput } from './payer.contract';
import { takesStopsBack } from './patches';

/** Long before the server's own advice: a payer is replayed whenever somebody asks it to pay. */
const LONGEST_HISTORY = 1_000;

/**
 * What is remembered of one payer so that nobody is bothered: who asked, when, and what became of it; neither phone nor
 * name. It sends nothing, and ends when nothing of it matters any more.
 */
export async function PayerWorkflow(input: PayerInput): Promise<void> {
  let memory = input.memory ?? STRANGE_PAYER;
  let { limits } = input;
  let touched = false;
  const keep = (next: typeof memory): void => {
    memory = next;
    touched = true;
  };
  const show = (until: number): void => {
    const facts = `${String(memory.asked.length)} requests remembered, ${String(memory.stopped.length)} sellers stopped.`;
    const next = `**Next:** it ends at ${new Date(until).toISOString()}, when nothing of it matters any more.`;
    setCurrentDetails(`${facts}\n\n**Waits for:** the next request to this payer.\n\n${next}\n\n**You may:** nothing.`);
  };
  setHandler(contract.reserved, ({ limits: current, ...wanted }) => {
    limits = current;
    const { memory: next, answer } = reserve(memory, wanted, current, Date.now());
    keep(next);
    return answer;
  });
  setHandler(contract.requestMoved, (word) => {
    if (limits !== undefined) keep(note(memory, word, limits, Date.now(), takesStopsBack));
  });

  const wasTouched = (): boolean => touched;
  for (;;) {
    const until = forgottenAt(memory, Date.now());
    show(until);
    const wait = until - Date.now();
    const heard = wait > 0 && (await condition(() => touched, wait, { summary: 'Nothing of it matters any more' }));
    if (!heard && !wasTouched()) return;
    touched = false;
    if (workflowInfo().historyLength > LONGEST_HISTORY) {
      return makeContinueAsNewFunc<typeof PayerWorkflow>()({ memory, ...(limits && { limits }) });
    }
  }
}
