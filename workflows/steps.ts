import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  condition,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { SendRequest } from '../activities/send-request';
import type { Sent } from '../domain/outcome';
import type { StuckReason } from '../domain/payment';
import type { Timings } from '../domain/timings';
import { outlastsSilence } from './patches';

/** Steps that may run twice. */
type Repeatable = Pick<Activities, 'openCommand' | 'resolveSeller' | 'reservePayer' | 'issuePayment' | 'recordPayment'>;

/** Where a step says that it is stuck, and that it is over. */
export interface Obstacles {
  stuck(reason: StuckReason, error?: string): void;
  clear(reason: StuckReason): void;
}

/**
 * The fast path: a step runs as a local activity first, which costs no round trip to the server; then as a normal one with a
 * short budget; then for as long as it takes, shown in the UI as pending with its attempts and its last error.
 */
export function createFastPath(timings: Timings, obstacles: Obstacles) {
  const local = proxyLocalActivities<Repeatable>({
    startToCloseTimeout: timings.localAttempt,
    scheduleToCloseTimeout: timings.localAttempt,
    retry: { maximumAttempts: 1 },
  });
  const brief = proxyActivities<Repeatable>({
    startToCloseTimeout: timings.stuckAfter,
    scheduleToCloseTimeout: timings.stuckAfter,
    retry: { initialInterval: 500, maximumInterval: '5 seconds' },
  });

  return async function run<K extends keyof Repeatable>(
    name: K,
    argument: Parameters<Repeatable[K]>[0],
    how: {
      readonly summary: string;
      readonly reason: StuckReason;
      readonly before?: number;
      readonly onStuck?: () => void;
    },
  ): Promise<Awaited<ReturnType<Repeatable[K]>>> {
    type Step = (argument: unknown) => Promise<Awaited<ReturnType<Repeatable[K]>>>;
    type Proxied = Step & { executeWithOptions(options: { summary: string }, args: [unknown]): ReturnType<Step> };
    const attempt = { summary: how.summary };
    try {
      return await (local[name] as Proxied).executeWithOptions(attempt, [argument]);
    } catch (error) {
      rethrowIfFinal(error);
    }
    try {
      return await (brief[name] as Proxied).executeWithOptions(attempt, [argument]);
    } catch (error) {
      rethrowIfFinal(error);
      obstacles.stuck(how.reason, errorInWords(error));
      how.onStuck?.();
    }
    const patient = proxyActivities<Repeatable>({
      startToCloseTimeout: '30 seconds',
      ...(how.before === undefined ? {} : { scheduleToCloseTimeout: Math.max(how.before - Date.now(), 1) }),
      retry: { initialInterval: '5 seconds', maximumInterval: '1 minute' },
    });
    const result = await (patient[name] as Proxied).executeWithOptions(attempt, [argument]);
    obstacles.clear(how.reason);
    return result;
  };
}

/** A local activity fails with the failure itself, a normal one with an ActivityFailure around it. */
function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}

function rethrowIfFinal(error: unknown): void {
  const cause = causeOf(error);
  const passing =
    cause instanceof TimeoutFailure || (cause instanceof ApplicationFailure && cause.nonRetryable !== true);
  if (!passing) throw error;
}

/** Only what `activities/failures.ts` made is in words of ours: anything else is named by its type. */
const OURS = /^(CapSvc|Rail|Channel)[A-Z]/;

function errorInWords(error: unknown): string {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure)
    return cause.cause === undefined ? 'no answer in time' : errorInWords(cause.cause);
  if (!(cause instanceof ApplicationFailure)) return 'unknown';
  const { type } = cause;
  return type != null && OURS.test(type) ? `${type}: ${cause.message}` : (type ?? 'unknown');
}

/** True where a step was given up because what it needs stayed away for too long. */
export function isAway(error: unknown): boolean {
  return error instanceof ActivityFailure && !(error.cause instanceof CancelledFailure);
}

/** True where an activity ended without anybody knowing whether it did its work. */
export function isSilence(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure;
}

/** Names the send: it travels to the channel and back in every status of the message. */
export interface SendOptions {
  readonly activityId: string;
  readonly summary: string;
  /** How long the channel's word is awaited, in ms. */
  readonly answerWithin: number;
  /** The channel was silent. */
  readonly onSilence: () => void;
  /** False as soon as nobody waits for this any more. Absent: two silences are all that is borne. */
  readonly isAwaited?: (() => boolean) | undefined;
}

/** After two silences the channel is away rather than slow: each further one is borne for longer, as times the first. */
const PATIENCE = [1, 1, 1, 2, 4, 8];
const LONGEST = 16;

/**
 * Says something once. Failures that prove that nothing was sent are retried by the server; silence never is. After silence
 * it is said once more under the same key, counted as possibly twice: never told would be worse. What somebody waits for with
 * the phone in hand is said for as long as they wait; each time stays open for its status, which may come late.
 */
export async function sendOnce(request: SendRequest, options: SendOptions): Promise<Sent> {
  const { activityId, summary, answerWithin, isAwaited } = options;
  const { sendMessage } = proxyActivities<Pick<Activities, 'sendMessage'>>({
    startToCloseTimeout: answerWithin,
    // A shutdown must not turn "sent" into "failed".
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: {
      initialInterval: '1 second',
      maximumInterval: '1 minute',
      nonRetryableErrorTypes: ['TemporalTimeout:StartToClose'],
    },
  });
  for (let silences = 0; silences < 2 || (isAwaited?.() === true && outlastsSilence()); silences += 1) {
    const startToCloseTimeout = answerWithin * (PATIENCE[silences] ?? LONGEST);
    try {
      const said: SendRequest = silences === 0 ? request : { ...request, again: true };
      const sending = sendMessage.executeWithOptions({ activityId, summary, startToCloseTimeout }, [said]);
      const sent = await (silences < 2 ? sending : Promise.race([sending, condition(() => isAwaited?.() !== true)]));
      if (sent !== undefined) return sent;
    } catch (error) {
      if (!isSilence(error)) throw error;
      options.onSilence();
    }
  }
  return { result: 'owe', why: 'NoAnswer' };
}
