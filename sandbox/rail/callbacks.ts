import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { SandboxClock } from '../control/clock';
import type { FaultBook } from '../control/faults';
import type { Journal } from '../control/journal';
import { isBadSignature, isCallbackDelay, isDuplicates, isLost, isTamper, type RailFault } from './callback-faults';
import { callbackForm1, callbackForm2, type SignedCallback } from './callback-forms';
import type { RailSettings } from './options';
import { paymentView, type SimPayment } from './payment';
import type { SigningKey } from './signing';

export interface CallbackDeps {
  readonly clock: SandboxClock;
  readonly faults: FaultBook<RailFault>;
  readonly journal: Journal;
  readonly key: SigningKey;
  readonly settings: () => RailSettings;
}

/** Tells the merchant's server of a final status: form 1 once, whatever it answers; form 2 until it answers 2xx. */
export class Callbacks {
  constructor(private readonly deps: CallbackDeps) {}

  /** @param refunded form 2 only: the money went back after SUCCESS */
  send(payment: SimPayment, refunded = false): void {
    const url = payment.callbackUrl;
    if (url === undefined) return;
    const { faults, clock } = this.deps;
    const subject = { operation: 'callback', to: payment.paymentId, text: JSON.stringify(paymentView(payment)) };
    const lost = faults.take(subject, isLost);
    const delayMs = faults.take(subject, isCallbackDelay)?.callbackDelayMs ?? 0;
    const copies = 1 + (faults.take(subject, isDuplicates)?.callbackDuplicates ?? 0);
    const callback = this.#sign(payment, refunded);
    if (callback === undefined) return;
    if (lost !== undefined) {
      this.#journal(url, callback, 'lost on purpose');
      return;
    }
    for (let copy = 0; copy < copies; copy += 1) clock.after(delayMs, () => void this.#deliver(url, callback, 0));
  }

  #sign(payment: SimPayment, refunded: boolean): SignedCallback | undefined {
    const { faults, key, settings } = this.deps;
    const view = paymentView(payment);
    const subject = { operation: 'callback', to: payment.paymentId, text: JSON.stringify(view) };
    const fault = faults.take(subject, isTamper);
    const changed = definedOnly(fault?.tamper ?? {});
    const values = { said: { ...view, ...changed }, signed: fault?.resign === true ? { ...view, ...changed } : view };
    const bad = faults.take(subject, isBadSignature) !== undefined;
    const sign = (text: string): string => key.sign(bad ? `${text};bad` : text);
    if (settings().callbackForm === 2) return callbackForm2(values, sign, { refunded, delivery: randomUUID() });
    return refunded ? undefined : callbackForm1(values, sign);
  }

  async #deliver(url: string, callback: SignedCallback, attempt: number): Promise<void> {
    const { settings, clock } = this.deps;
    const { callbackTimeoutMs, callbackRetriesMs } = settings();
    const entry = this.#journal(url, callback);
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        headers: callback.headers,
        body: callback.body,
        signal: AbortSignal.timeout(callbackTimeoutMs),
      });
      entry.status = statusCode;
      entry.answer = await body.text();
      if (statusCode >= 200 && statusCode < 300) return;
    } catch (error) {
      entry.note = `no answer: ${String(error)}`;
    }
    const pause = callbackRetriesMs[attempt];
    if (!callback.repeated || pause === undefined) return;
    clock.after(pause, () => void this.#deliver(url, callback, attempt + 1));
  }

  #journal(url: string, callback: SignedCallback, note?: string) {
    return this.deps.journal.add({
      direction: 'sent',
      operation: 'callback',
      method: 'POST',
      url,
      headers: callback.headers,
      body: JSON.parse(callback.body) as unknown,
      ...(note === undefined ? {} : { note }),
    });
  }
}

function definedOnly(values: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) kept[key] = value;
  return kept;
}
