import { log, setCurrentDetails } from '@temporalio/workflow';
import type { PaymentState } from '../domain/payment';
import type { Order } from './payment';
import { describePayment } from './payment-details';
import type { PaymentLinkInput, PaymentLinkStatus } from './payment-link.contract';

/** What a payment shows of itself outside its attributes: the details in the UI, and one line a step in the log. */
export class PaymentDisplay {
  private shown: { readonly state: PaymentState; readonly since: string } | undefined;
  private logged = '';

  constructor(private readonly input: PaymentLinkInput) {}

  show(status: PaymentLinkStatus, order: Order | undefined): void {
    const { state } = status;
    if (this.shown?.state !== state) this.shown = { state, since: new Date().toISOString() };
    setCurrentDetails(describePayment(status, order, { ...this.shown, timings: this.input.timings }));
    this.logStep(status);
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
