import { setUi } from './state';
import type { Phone } from './state';

/** Asks the server for a deed. What goes wrong is shown on the page. @returns whether it was done */
export async function ask(deed: string, body: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
  try {
    const answer = await fetch(`./api/${deed}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return true;
    const { error } = (await answer.json()) as { error?: string };
    setUi({ problem: error ?? `${deed}: ${String(answer.status)}` });
  } catch (error) {
    setUi({ problem: error instanceof Error ? error.message : String(error) });
  }
  return false;
}

/** Writes on a seller's phone, and follows that phone's newest payment again. */
export function write(phone: Phone, text: string): void {
  setUi({ workflowId: undefined, paymentId: undefined });
  void ask('write', { ...phone, text });
}
