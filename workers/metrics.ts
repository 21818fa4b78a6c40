import { CompleteAsyncError } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Activities } from '../activities';
import type { SendRequest } from '../activities/send-request';
import type { Line } from '../domain/line';
import type { Sent } from '../domain/outcome';

const SECONDS = [0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3_600];

interface Meter {
  readonly registry: Registry;
  /** ms since the epoch */
  readonly now: () => number;
  readonly lines: readonly Pick<Line, 'id'>[];
}

/**
 * Counts what the product's activities come to, in front of them: they know no metrics. The SDK counts attempts and latencies
 * of all activities by itself.
 */
export function meterActivities(activities: Activities, { registry, now, lines }: Meter): Activities {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `miapos_worker_${name}`, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `miapos_worker_${name}`, help, buckets: SECONDS, registers: [registry] });
  const sends = counter(
    'sends_total',
    'Attempts to say something: what kind, as what, and what it came to, with the channel’s code',
    'line',
    'kind',
    'by',
    'result',
    'code',
  );
  const twice = counter(
    'notices_possibly_twice_total',
    'Notices that were said once more after the channel’s silence, whether or not the run is still open',
    'line',
  );
  // From the start at 0: an increase from nothing to 1 is none to Prometheus, and the first one would be missed.
  for (const { id } of lines) twice.inc({ line: id }, 0);
  const polls = counter('polls_total', 'Questions to the rail by what it said', 'result');
  const links = counter('links_total', 'Payments by what was recorded of them for the portal', 'status', 'result');
  const reissues = counter(
    'reissues_total',
    'Further payments that links’ pages asked for, by what came of it',
    'result',
  );
  const lastingPaid = counter(
    'lasting_links_paid_total',
    'Links with a page that were paid: by their first payment, or by one that the page made',
    'payment',
  );
  const toLink = histogram('command_to_link_seconds', 'From a seller’s message, by Meta’s clock, to its link');
  const toNotice = histogram('outcome_to_notice_seconds', 'From the word that decided to the notice that tells it');

  const countedTwice = ({ kind, again, line, say }: SendRequest) => {
    if (kind !== 'notice' || again !== true) return;
    twice.inc({ line: line.id }, say.say === 'notices' ? say.notices.length : 1);
  };
  const counted = (request: SendRequest, sent: Sent) => {
    const { kind, line, say } = request;
    const by = sent.result === 'sent' ? (sent.by ?? 'message') : '';
    const why =
      sent.result === 'sent' ? { result: 'sent', code: '' } : { result: sent.why, code: String(sent.code ?? '') };
    sends.inc({ line: line.id, kind, by, ...why });
    if (sent.result !== 'sent') return;
    countedTwice(request);
    if (say.say === 'link' && request.lastInboundAt !== undefined) toLink.observe(since(request.lastInboundAt));
    if (say.say === 'notice') toNotice.observe(since(say.notice.at));
  };
  const since = (at: string): number => Math.max(0, now() - Date.parse(at)) / 1_000;

  return {
    ...activities,
    sendMessage: async (request) => {
      try {
        const sent = await activities.sendMessage(request);
        counted(request, sent);
        return sent;
      } catch (error) {
        if (error instanceof CompleteAsyncError) countedTwice(request);
        sends.inc({ line: request.line.id, kind: request.kind, by: '', result: nameOf(error), code: '' });
        throw error;
      }
    },
    recordPayment: async (request) => {
      const result = await activities.recordPayment(request);
      links.inc({ status: request.record.status, result });
      if (request.nth !== undefined && request.record.status === 'SUCCESS')
        lastingPaid.inc({ payment: request.nth === 1 ? 'first' : 'later' });
      return result;
    },
    reissuePayment: async (request) => {
      const answer = await activities.reissuePayment(request);
      const [result = 'unknown'] = Object.keys(answer);
      reissues.inc({ result });
      return answer;
    },
    checkPayment: async (request) => {
      const report = await activities.checkPayment(request).catch((error: unknown) => {
        polls.inc({ result: 'noAnswer' });
        throw error;
      });
      polls.inc({ result: report.status });
      return report;
    },
    watchPayment: async (request) => {
      const report = await activities.watchPayment(request).catch((error: unknown) => {
        polls.inc({ result: 'notFinalYet' });
        throw error;
      });
      polls.inc({ result: report?.status ?? 'gaveUp' });
      return report;
    },
  };
}

/** Failure types are a closed set (activities/failures.ts). */
function nameOf(error: unknown): string {
  if (error instanceof CompleteAsyncError) return 'NoAnswer';
  return error instanceof ApplicationFailure ? (error.type ?? 'Unexpected') : 'Unexpected';
}
