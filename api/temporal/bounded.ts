import { isGrpcServiceError, type Client } from '@temporalio/client';
import { TemporalUnavailable } from '../ports/temporal';

/** For one call with the SDK's own retries in it. The channel wants its answer within 2 s, also where Temporal is away. */
const CALL_MS = 1_500;
/** The SDK may still pause before a retry when the call's time is over. */
const PATIENCE_MS = 250;

/** INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE: about this one request, others may pass. */
const REFUSALS: readonly number[] = [3, 9, 11];

/** Makes calls that end in time, and whose every error is {@link TemporalUnavailable}. */
export interface Bounded {
  <T>(call: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, not even a retry that nobody waits for: then the connection may close. */
  settled(): Promise<void>;
}

/** @param callMs how long whoever asks can wait; default: as long as a channel waits */
export function createBounded(client: Pick<Client, 'withDeadline'>, callMs = CALL_MS): Bounded {
  const underWay = new Set<Promise<unknown>>();

  async function bounded<T>(call: () => Promise<T>): Promise<T> {
    const made = client.withDeadline(Date.now() + callMs, call);
    underWay.add(made);
    let impatience: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      impatience = setTimeout(() => reject(new TemporalUnavailable(true, 'no answer in time')), callMs + PATIENCE_MS);
    });
    const done = made.finally(() => underWay.delete(made));
    try {
      return await Promise.race([done, late]);
    } catch (error) {
      throw error instanceof TemporalUnavailable ? error : toUnavailable(error);
    } finally {
      clearTimeout(impatience);
      // Its error was told above, or comes too late to be told.
      done.catch(() => undefined);
    }
  }

  return Object.assign(bounded, {
    settled: async () => {
      await Promise.allSettled(underWay);
    },
  });
}

function toUnavailable(error: unknown): TemporalUnavailable {
  const cause = error instanceof Error && !isGrpcServiceError(error) ? error.cause : error;
  if (isGrpcServiceError(cause)) {
    return new TemporalUnavailable(!REFUSALS.includes(cause.code), `${cause.code} ${cause.details}`, error);
  }
  const name = error instanceof Error ? error.name : 'unknown';
  // Completions lose their cause on the way; whatever else fails does so before it leaves, over its content.
  return new TemporalUnavailable(name === 'ActivityCompletionError', name, error);
}
