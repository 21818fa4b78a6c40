import type { Debt } from '../../domain/outcome';
import type { PaymentView } from '../ports/temporal';
import type { IntakeDeps } from './deps';

/**
 * Hands a notice of a closed payment to its conversation, started if need be.
 * @returns false where the payment does not say whose it is: nobody can be told
 */
export function createOwing({ temporal, lines, timings }: IntakeDeps) {
  return async function owe({ memo, lineId, sellerId }: PaymentView, debt: Debt): Promise<boolean> {
    const line = lines.find(({ id }) => id === lineId);
    if (line === undefined || memo.conversationId === undefined || memo.sender === undefined) return false;
    const input = { line, contact: memo.sender, timings };
    const whose = sellerId === undefined ? {} : { posUserId: sellerId };
    const argument: Debt = { ...debt, notice: { ...whose, ...debt.notice } };
    await temporal.tellConversation(memo.conversationId, input, { signal: 'owed', argument });
    return true;
  };
}
