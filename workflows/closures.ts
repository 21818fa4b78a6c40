import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { CLOSABLE, isClosable } from '../domain/closures';
import type { Closed, Closure } from '../domain/closures';
import { lackingIn } from '../domain/decided';
import type { Decided } from '../domain/decided';
import * as contract from './closures.contract';
import type { ClosuresInput, ClosuresMemo } from './closures.contract';

const LONGEST_HISTORY = 2_000;
/** Read with every command, and kept in one memo. */
const MOST = 500;

/** What operators closed for new commands: banks, merchants, sellers, lines. Read by describing it; it sends nothing. */
export async function ClosuresWorkflow(input: ClosuresInput): Promise<void> {
  let closures = input.closures ?? [];
  const memo = (): ClosuresMemo => ({ closures });
  const keep = (next: readonly Closure[]): readonly Closure[] => {
    closures = next;
    upsertMemo({ ...memo() });
    setCurrentDetails(describe(closures));
    return closures;
  };
  const others = (one: Closed) => closures.filter(({ kind, id }) => kind !== one.kind || id !== one.id);
  const isClosed = (one: Closed) => others(one).length < closures.length;

  setHandler(contract.close, (one) => keep([...others(one), { ...one, since: new Date().toISOString() }]), {
    validator: (one: Partial<Closed & Decided>) =>
      refuse(lacking(one) ?? (closures.length >= MOST ? TOO_MANY : undefined)),
  });
  setHandler(contract.open, (one) => keep(others(one)), {
    validator: (one: Closed & Decided) =>
      refuse(lacking(one) ?? (isClosed(one) ? undefined : `The ${one.kind} ${one.id} is not closed.`)),
  });
  setHandler(contract.closuresState, () => closures);
  setCurrentDetails(describe(closures));

  await condition(() => workflowInfo().historyLength > LONGEST_HISTORY && allHandlersFinished());
  const next = makeContinueAsNewFunc<typeof ClosuresWorkflow>({ memo: { ...memo() } });
  return next({ closures });
}

const WAITS =
  '**Waits for:** operators. **Next:** nothing by itself: what is closed stays closed.\n\n**You may:** `npm run ops -- close|open bank|merchant|seller|line <id> --reason …`.';
const TOO_MANY = `More than ${MOST} are closed already: open what need not be closed one by one.`;

function lacking(one: Partial<Closed & Decided>): string | undefined {
  if (!isClosable(one.kind)) return `What is closed or opened is one of ${CLOSABLE.join(', ')}.`;
  if (typeof one.id !== 'string' || one.id === '') return `Say which ${one.kind}, by its id.`;
  return lackingIn(one);
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, 'NotClosed');
}

function describe(closures: readonly Closure[]): string {
  if (closures.length === 0) return `Nothing is closed. New commands are taken everywhere.\n\n${WAITS}`;
  const rows = closures.map(
    ({ kind, id, since, operator, reason }) => `- **${kind} ${id}** since ${since}, by ${operator}: ${reason}`,
  );
  return `New commands are refused for:\n\n${rows.join('\n')}\n\n${WAITS}`;
}
