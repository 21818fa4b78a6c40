import { ApplicationFailure } from '@temporalio/activity';
import { CapFailure } from '../cap-svc/cap-svc';
import { ChannelFailure } from '../channels/channel';
import { RailFailure } from '../rails/rail';

const SECOND = 1_000;

/**
 * The one translation of an outside refusal into a Temporal failure. Only what can never succeed is final, and that is
 * nothing here: a wrong token, a bug and an outage are all mended by people while the work waits. What a business rule
 * decides (unknown, blocked, refused) is a result of its activity and never comes here.
 *
 * The cause is not attached: it could carry what the outside said, and failures are read by more people than payloads.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof CapFailure) {
    return failure(error.message, `CapSvc${error.kind}`, error.details.retryAfterMs);
  }
  if (error instanceof RailFailure) {
    return failure(error.message, `Rail${error.kind}`, error.details.retryAfterMs);
  }
  if (error instanceof ChannelFailure) {
    return failure(error.message, `Channel${error.kind}`, error.details.retryAfterMs ?? pause(error));
  }
  return error instanceof Error ? error : ApplicationFailure.retryable('An activity threw no error', 'Unexpected');
}

/** An account failure is mended by people, not by asking again soon. */
function pause(error: ChannelFailure): number | undefined {
  return error.kind === 'AccountBlocked' ? 30 * SECOND : undefined;
}

function failure(message: string, type: string, retryAfterMs: number | undefined): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type,
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
  });
}

const LINE_PAUSED = 'LinePaused';

/** Thrown while ops have the line, or its account, on hold: what is to be sent waits. */
export function linePaused(lineId: string): ApplicationFailure {
  return ApplicationFailure.create({
    message: `Line ${lineId} is suspended; the message waits until ops resume the line`,
    type: LINE_PAUSED,
    nextRetryDelay: '10 seconds',
  });
}

export const isLinePaused = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === LINE_PAUSED;
