import { z } from 'zod';
import { CommandError } from './command';
import type { Desk } from './command';

/** Longer than the api itself waits for Temporal (api/temporal/operations.ts). */
const TIMEOUT_MS = 20_000;
/** With these no connection came about, so nothing has left this machine. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'];
/** The api itself can't say, or broke somewhere on the way. */
const UNSURE = ['DecisionUnknown', 'InternalError'];
const problemSchema = z.object({ code: z.string(), detail: z.string() });
const failedSchema = z.object({ cause: z.object({ code: z.string() }) });

interface Decision<T> {
  readonly path: string;
  readonly body: unknown;
  readonly answer: z.ZodType<T>;
  /** Where it can be seen whether it was decided. */
  readonly look: string;
}

/**
 * Has the api decide something. A lost answer is no refusal: what was sent may be decided all the same, now or in a moment, and
 * whoever believes that nothing was would decide about the same money again.
 *
 * @throws CommandError that says which of the three it is: refused, never sent, or unknown
 */
export async function decide<T>({ api, operator }: Desk, { path, body, answer, look }: Decision<T>): Promise<T> {
  const unknown = (cause: unknown) =>
    new CommandError(`Nobody knows whether it was decided: ${look} before you send it again.`, { cause });
  const response = await fetch(`${api.url}${path}`, {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      // Heard by the sandbox's api alone: anywhere else the token says who it is.
      'x-operator': operator,
      ...(api.token === undefined ? {} : { authorization: `Bearer ${api.token}` }),
    },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    if (!NEVER_LEFT.includes(failedSchema.safeParse(cause).data?.cause.code ?? '')) throw unknown(cause);
    throw new CommandError(`The api does not answer at ${api.url}. Nothing was decided. Is --api right?`, { cause });
  });
  const read: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const decided = answer.safeParse(read);
    if (!decided.success) throw unknown(decided.error);
    return decided.data;
  }
  const problem = problemSchema.safeParse(read).data;
  // What comes between us and the api gives up in words of its own, and the api may be at work behind it.
  if (problem === undefined ? response.status >= 500 : UNSURE.includes(problem.code)) throw unknown(problem);
  const { code, detail } = problem ?? { code: String(response.status), detail: 'no reason given' };
  const hint = response.status === 401 ? ' Put a token of your identity provider into OPS_TOKEN.' : '';
  throw new CommandError(`The api refused (${code}): ${detail}${hint}`);
}
