import { log, setCurrentDetails } from '@temporalio/workflow';
import type { PaymentState } from '../domain/payment';
import type { Doubt, Settlement } from '../domain/settlement';
import type { Payment } from './payment';
import { describePayment } from './payment-details';
import type { PaymentLinkInput, PaymentLinkStatus } from './payment-link.contract';
import type { Step } from './payment-waits';

/** What a payment shows of itself outside its attributes: the details in the UI, and one line a step in the log. */
export class PaymentDisplay {
  private shown: { readonly state: PaymentState; readonly since: string } | undefined;
  private step: Step | undefined;
  private logged = '';

  constructor(private readonly input: PaymentLinkInput) {}

  show(payment: Payment): void {
    const { state, order, watchOver } = payment;
    if (this.shown?.state !== state) this.shown = { state, since: new Date().toISOString() };
    const step = this.step === undefined ? {} : { step: this.step };
    const { timings, message } = this.input;
    const madeBy = `a ${message.content.kind === 'tap' ? 'tap on a button' : 'message'} of ${message.sentAt}`;
    const more = { ...step, watchOver, unrecorded: payment.unrecorded !== undefined, timings, madeBy };
    const status = payment.status();
    setCurrentDetails(describePayment(status, order, { ...this.shown, ...more }));
    this.logStep(status);
  }

  async during<T>(payment: Payment, step: Step, wait: Promise<T>): Promise<T> {
    this.step = step;
    this.show(payment);
    return wait.finally(() => {
      if (this.step === step) this.step = undefined;
    });
  }

  /** A word that changed nothing leaves a trace: another bank's, an orphan's, one about another amount. */
  logIgnored(before: Settlement, { ignored }: Settlement): void {
    for (const [why, times] of Object.entries(ignored)) {
      if (why !== 'replay' && times !== before.ignored[why as Doubt]) {
        log.warn('a word of the rail was not taken', { linkId: this.input.linkId, line: this.input.line.id, why });
      }
    }
  }

  /** Ids and states only; the SDK adds the workflow's id, and is silent while it replays. */
  private logStep({ linkId, state, notification, stuck }: PaymentLinkStatus): void {
    const step = { state, notification, ...(stuck === undefined ? {} : { stuck: stuck.reason }) };
    const text = JSON.stringify(step);
    if (text === this.logged) return;
    this.logged = text;
    log.info('payment', { linkId, line: this.input.line.id, ...step });
  }
}
