import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { CapFailure } from '../cap-svc/cap-svc';
import { isFinal } from '../domain/payment';
import type { RailReport } from '../domain/payment';
import { nextPoll } from '../domain/polling';
import { saysTheSame } from '../domain/settlement';
import type { Issued } from '../domain/settlement';
import type { Timings } from '../domain/timings';
import { RailFailure } from '../rails/rail';
import type { Deps } from './deps';
import { toFailure } from './failures';
import { withAccess } from './issue-payment';

export interface CheckRequest {
  readonly linkId: string;
  /** Names the rail; absent: asked by a run that began before lines had rails of their own. */
  readonly lineId?: string;
  readonly posUserId: string;
  readonly merchantId: string;
  readonly issued: Issued;
}

/** Asks the rail once. The answer comes over TLS from the allow-listed origin the payment was issued at. */
export const createCheckPayment = (deps: Deps) => {
  return async function checkPayment(request: CheckRequest): Promise<RailReport> {
    return askRail(deps, request).catch((error: unknown) => {
      throw toFailure(error);
    });
  };
};

async function askRail(deps: Deps, request: CheckRequest): Promise<RailReport> {
  const who = { ...request, requestId: `${request.linkId}.check` };
  const { made } = await withAccess(deps, who, (access) => {
    if (access.origin !== request.issued.origin) throw movedBank(request.issued.origin, access.origin);
    return deps.railOf(request.lineId).readPayment(access, request.issued.paymentId);
  });
  return made;
}

/** One bank's token goes to that bank only. */
const movedBank = (issuedAt: string, now: string): RailFailure =>
  new RailFailure(
    'Unavailable',
    `The payment was issued at ${issuedAt}, and cap-svc now sends the merchant to ${now}: ask the first bank what became of it.`,
  );

export interface WatchRequest extends CheckRequest {
  readonly timings: Timings;
  /** `success`: a final word is known already, only a late SUCCESS would be news. */
  readonly for: 'final' | 'success';
  /** A word that people have to judge, or judged: the same again is no news, however often the rail repeats it. */
  readonly doubted?: RailReport;
  /** Other words that changed nothing: the same again is no news either. */
  readonly heard?: readonly RailReport[];
}

/**
 * Asks until the rail has a final word: one activity whose retries are the polls, so that a week of asking costs the history
 * three events. Undefined: the rail had no final word for as long as we ask.
 */
export const createWatchPayment = (deps: Deps) => {
  return async function watchPayment(request: WatchRequest): Promise<RailReport | undefined> {
    const { timings, issued } = request;
    const expiresAt = Date.parse(issued.expiresAt);
    const now = deps.now().getTime();
    const pause = request.for === 'success' ? lingering(timings, now, expiresAt) : nextPoll(timings, now, expiresAt);
    const report = await askRail(deps, request).catch((error: unknown) => {
      if (pause === undefined) return undefined;
      throw later(error instanceof Error ? error.message : 'The rail could not be asked', longer(pause, error));
    });
    if (report !== undefined && isNews(report, request)) return report;
    if (pause === undefined) return undefined;
    throw later(`The rail says ${report?.status ?? 'nothing'}`, pause);
  };
};

function isNews(report: RailReport, { for: wanted, doubted, heard = [] }: WatchRequest): boolean {
  if (doubted !== undefined && saysTheSame(doubted, report)) return false;
  if (heard.some((known) => saysTheSame(known, report))) return false;
  return wanted === 'success' ? report.status === 'SUCCESS' : isFinal(report.status);
}

const lingering = (timings: Timings, now: number, expiresAt: number): number | undefined =>
  now - expiresAt >= timings.linger ? undefined : timings.lingerPoll;

/** Whoever asks to be left alone for longer is. */
function longer(pause: number, error: unknown): number {
  const asked = error instanceof RailFailure || error instanceof CapFailure ? error.details.retryAfterMs : undefined;
  return Math.max(pause, asked ?? 0);
}

/** Waiting is no fault: kept out of the error metrics and logs. */
const later = (message: string, nextRetryDelay: number): ApplicationFailure =>
  ApplicationFailure.create({
    message,
    type: 'NotFinalYet',
    nextRetryDelay,
    category: ApplicationFailureCategory.BENIGN,
  });
