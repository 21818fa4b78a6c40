import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { readMemo, status } from '../../../workflows/payment-link.contract';
import type { PaymentLinkStatus } from '../../../workflows/payment-link.contract';
import type { PaymentView } from '../wire';
import { deliveryView } from './delivery-view';
import { merchantName, railPayments, shownAmount } from './desk';
import type { Desk } from './desk';
import { readSteps } from './steps';
import type { ReadStep } from './steps';
import type { Temporal } from './temporal';

/** The page follows the newest; older ones are in the Temporal UI. */
const FOLLOWED = 40;

const AT_ONCE = 8;

interface Followed {
  /** What was read of the run; undefined: not all of it, so it is read again. */
  readonly mark: string | undefined;
  readonly view: PaymentView;
  readonly steps: readonly ReadStep[];
}

/** Follows the payments' workflows: what they did, what they wait for, how they told the seller. */
export class PaymentViews {
  readonly #followed = new Map<string, Followed>();
  /** Terminated by the last reset, or before it. */
  since = 0;
  /** One query was in vain: the worker is down, and asking for the others would hold up each look by seconds. */
  #silent = false;

  constructor(
    private readonly desk: Desk,
    private readonly temporal: Temporal,
  ) {}

  /** Reads what changed. @returns the newest payments, newest first */
  async look(): Promise<readonly PaymentView[]> {
    const { client } = this.temporal;
    this.#silent = false;
    const shown: string[] = [];
    for await (const run of client.workflow.list({
      query: 'WorkflowType = "PaymentLinkWorkflow"',
      pageSize: FOLLOWED,
    })) {
      if (run.startTime.getTime() < this.since) continue;
      shown.push(run.workflowId);
      if (shown.length === FOLLOWED) break;
    }
    const due = shown.filter((id) => this.#followed.get(id)?.view.running !== false);
    // Many payments at once must not make the newest wait for all others.
    for (let at = 0; at < due.length; at += AT_ONCE)
      await Promise.all(due.slice(at, at + AT_ONCE).map((id) => this.#read(client, id)));
    for (const id of this.#followed.keys()) if (!shown.includes(id)) this.#followed.delete(id);
    return shown.flatMap((id) => {
      const followed = this.#followed.get(id);
      return followed === undefined ? [] : [this.#withDeliveries(followed)];
    });
  }

  async #read(client: Client, workflowId: string): Promise<void> {
    const handle = client.workflow.getHandle(workflowId);
    const description = await handle.describe();
    const pending = description.raw.pendingActivities ?? [];
    const attempts = pending.map(
      ({ activityId, attempt, state }) => `${activityId ?? ''}.${attempt ?? 0}.${state ?? 0}`,
    );
    const mark = [description.status.name, description.historyLength, ...attempts].join();
    const known = this.#followed.get(workflowId);
    if (known?.mark === mark) return;
    const history = await client.workflow.getHandle(workflowId, description.runId).fetchHistory();
    const steps = await readSteps(this.temporal, history.events ?? [], pending);
    const running = description.status.name === 'RUNNING';
    const said = running && !this.#silent ? await ask(client, workflowId) : undefined;
    const missing = running && said === undefined;
    this.#silent ||= missing;
    const view = this.#view(description, said, known?.view);
    this.#followed.set(workflowId, { mark: missing ? undefined : mark, steps, view });
  }

  #view(
    {
      workflowId,
      runId,
      memo,
      startTime,
      status: run,
      historyLength,
      typedSearchAttributes,
    }: WorkflowExecutionDescription,
    said: Said | undefined,
    before: PaymentView | undefined,
  ): PaymentView {
    const { command = '', sender } = readMemo(memo);
    const attributes = Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
    const text = (name: string): string | undefined =>
      typeof attributes[name] === 'string' ? attributes[name] : undefined;
    const linkId = workflowId.slice(workflowId.indexOf('/') + 1);
    const payment = railPayments(this.desk).findLast(({ payment: { orderId } }) => orderId === linkId)?.payment;
    const stuck = said?.status.stuck;
    return {
      workflowId,
      runId,
      phone: `+${sender?.phone ?? ''}`,
      command,
      startedAt: startTime.toISOString(),
      running: run.name === 'RUNNING',
      state: said?.status.state ?? text('PaymentState') ?? 'Resolving',
      notification: said?.status.notification ?? text('NotificationState') ?? 'None',
      details: said?.details ?? before?.details ?? '',
      events: historyLength,
      steps: [],
      uiUrl: `${this.desk.stack.uiUrl}/namespaces/default/workflows/${encodeURIComponent(workflowId)}/${runId}/timeline`,
      ...(stuck === undefined ? {} : { stuck }),
      ...(payment === undefined
        ? {}
        : {
            paymentId: payment.paymentId,
            amount: shownAmount(payment),
            merchant: merchantName(this.desk, payment.merchantId),
          }),
    };
  }

  /** Ticks come after the step is over, so deliveries are looked up each time. */
  #withDeliveries({ view, steps }: Followed): PaymentView {
    return {
      ...view,
      steps: steps.map((step) => {
        const { call: _, ...shown } = step;
        const delivery = deliveryView(this.desk, view.workflowId, step);
        return delivery === undefined ? shown : { ...shown, delivery };
      }),
    };
  }
}

interface Said {
  readonly status: PaymentLinkStatus;
  readonly details: string;
}

/** A worker that is down answers no query: then the attributes say what there is to say. */
async function ask(client: Client, workflowId: string): Promise<Said | undefined> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    return await client.withDeadline(Date.now() + 3_000, async () => {
      const [said, metadata] = await Promise.all([
        handle.query(status),
        handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata'),
      ]);
      return { status: said, details: metadata.currentDetails ?? '' };
    });
  } catch {
    return undefined;
  }
}
