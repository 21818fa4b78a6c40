import type { JournalEntry } from '../../../sandbox/control/journal';
import type { ChatMessage } from '../../../sandbox/meta/chats';
import type { SimPayment, SimStatus } from '../../../sandbox/rail/payment';
import type { RailSim } from '../../../sandbox/rail/rail-sim';
import * as contract from '../../../workflows/payment-link.contract';
import type { PaymentLinkResult, PaymentLinkStatus } from '../../../workflows/payment-link.contract';
import { eventually } from '../../support/live';
import type { Live } from '../../support/live';

/** Long enough for a machine on which nothing gets its turn. */
const PATIENCE_MS = 180_000;

/** One command of a scene, by the words in its quotes. */
export class Scene {
  constructor(
    private readonly live: Live,
    readonly seller: string,
    readonly words: string,
  ) {}

  /** What the seller read about it; `symbol`: of a kind. */
  heard(symbol = ''): readonly ChatMessage[] {
    return this.live.heard(this.seller).filter(({ body }) => body.includes(this.words) && body.includes(symbol));
  }

  hears(symbol: string, count = 1): Promise<readonly ChatMessage[]> {
    return eventually(
      () => this.heard(symbol),
      (all) => all.length >= count,
      PATIENCE_MS,
    );
  }

  payments(): readonly SimPayment[] {
    return this.live.payments().filter(({ description }) => description === this.words);
  }

  /** Its payment, once the rail has it. */
  async payment(): Promise<SimPayment> {
    const [payment] = await eventually(
      () => this.payments(),
      (all) => all.length > 0,
      PATIENCE_MS,
    );
    if (payment === undefined) throw new Error('There is no payment');
    return payment;
  }

  railOf({ paymentId }: SimPayment): RailSim {
    const rail = this.live.stack.world.rails.find(({ payments }) => payments.find(paymentId) !== undefined);
    if (rail === undefined) throw new Error('No bank has this payment');
    return rail;
  }

  async become(status: SimStatus, payment?: SimPayment): Promise<void> {
    const one = payment ?? (await this.payment());
    this.railOf(one).payments.become(one, status);
  }

  /** Where its run stands, or what it came to. */
  now(): Promise<PaymentLinkStatus | PaymentLinkResult> {
    return this.comesTo(() => true);
  }

  /** Waits until its run is over, or told all it had to tell. */
  async comesTo(
    fact: (now: PaymentLinkStatus | PaymentLinkResult) => boolean,
  ): Promise<PaymentLinkStatus | PaymentLinkResult> {
    const { orderId } = await this.payment();
    const handle = this.live.client.workflow.getHandle<() => Promise<PaymentLinkResult>>(
      contract.paymentLinkWorkflowId(orderId),
    );
    const now = async () =>
      (await handle.describe()).status.name === 'RUNNING' ? handle.query(contract.status) : handle.result();
    return eventually(now, fact, PATIENCE_MS);
  }

  /** Waits until its run has ended. */
  ends(): Promise<unknown> {
    const ended = async () => {
      const { orderId } = await this.payment();
      return (await this.live.client.workflow.getHandle(contract.paymentLinkWorkflowId(orderId)).describe()).status
        .name;
    };
    return eventually(ended, (name) => name === 'COMPLETED', PATIENCE_MS);
  }
}

/** Waits until a simulator's journal shows it. */
export function seen(
  journal: { since(seq?: number): readonly JournalEntry[] },
  isIt: (entry: JournalEntry) => boolean,
): Promise<readonly JournalEntry[]> {
  return eventually(
    () => journal.since().filter(isIt),
    (found) => found.length > 0,
    PATIENCE_MS,
  );
}
