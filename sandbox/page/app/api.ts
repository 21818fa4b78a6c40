import { setUi } from './state';
import type { Phone, Problem } from './state';

/** Asks the server for a deed. What goes wrong is shown on the page. @returns whether it was done */
export async function ask(deed: string, body: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
  try {
    const answer = await fetch(`./api/${deed}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return true;
    setUi({ problem: await problemOf(answer) });
  } catch {
    setUi({ problem: { code: 'ServerAway' } });
  }
  return false;
}

/** The server's errors are problem documents; whatever else answers is not the sandbox's. */
async function problemOf(answer: Response): Promise<Problem> {
  const isProblem = answer.headers.get('Content-Type')?.startsWith('application/problem+json') === true;
  return isProblem ? ((await answer.json()) as Problem) : { code: 'ServerAway' };
}

/** Writes on a seller's phone, and follows that phone's newest payment again. */
export function write(phone: Phone, text: string, replyTo?: string): void {
  setUi({ workflowId: undefined, paymentId: undefined, replying: undefined });
  void ask('write', { ...phone, text, ...(replyTo === undefined ? {} : { replyTo }) });
}
