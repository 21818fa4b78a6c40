import { DecisionUnknown, OperationRefused } from '../../../api/ports/operations';
import type { Operations, Settled, SettleWord } from '../../../api/ports/operations';
import type { Closed, Closure } from '../../../domain/closures';
import type { Decided } from '../../../domain/decided';

/** Operators' decisions, written down. */
export class FakeOperations implements Operations {
  readonly settled: (SettleWord & { readonly linkId: string; readonly operator: string })[] = [];
  readonly closures: (Closed & Decided & { readonly action: string })[] = [];
  /** What the next decision about a payment comes to; undefined: there is no such payment. */
  answer: Settled | undefined = { state: 'Failed' };
  refusal: string | undefined;
  /** The next decisions are taken, and their answers lost. */
  losesAnswers = false;

  settle(linkId: string, word: SettleWord, operator: string): Promise<Settled | undefined> {
    if (this.refusal !== undefined) return Promise.reject(new OperationRefused(this.refusal));
    this.settled.push({ linkId, ...word, operator });
    return this.answered(this.answer);
  }

  setClosure(action: 'close' | 'open', what: Closed & Decided): Promise<readonly Closure[]> {
    this.closures.push({ action, ...what });
    return this.answered([{ ...what, since: '2026-11-23T10:00:00.000Z' }]);
  }

  private answered<T>(answer: T): Promise<T> {
    return this.losesAnswers ? Promise.reject(new DecisionUnknown('4 Deadline exceeded')) : Promise.resolve(answer);
  }
}
