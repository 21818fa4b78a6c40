import type { PaymentRecord } from '../cap-svc/cap-svc';
import { CapFailure } from '../cap-svc/cap-svc';
import type { Deps } from './deps';
import { toFailure } from './failures';

export interface RecordRequest {
  readonly paymentId: string;
  readonly record: PaymentRecord;
  /** Of a link that outlives its payments, 1 for the first: is counted, and not passed on. */
  readonly nth?: number;
}

/** Gives the merchant portal what the rail does not carry. May run twice: cap-svc takes the same record again. */
export const createRecordPayment = (deps: Deps) => {
  return async function recordPayment(request: RecordRequest): Promise<'recorded' | 'conflict'> {
    try {
      const { record, paymentId } = request;
      await deps.cap.recordPayment(paymentId, record, `${record.orderId}.record.${record.status}`);
      return 'recorded';
    } catch (error) {
      if (error instanceof CapFailure && error.kind === 'RecordConflict') return 'conflict';
      throw toFailure(error);
    }
  };
};
