import type { StormReport } from './storm';
import type { Counted } from './verdict';

/** What a run came to, as a table for people and for docs/resilience.md. */
export function tableOf(title: string, report: StormReport): string {
  const { accounts, killer, journals, runs, wrong } = report;
  const payments = accounts.flatMap((one) => one.payments);
  const ended = (status: string) => String(payments.filter((payment) => payment.status === status).length);
  const counted = (what: Counted) => accounts.flatMap(({ verdict }) => verdict.counted).filter((one) => one === what);
  const { worker, api, temporal } = killer.ends;
  const lost = accounts.filter(({ accepted, verdict }) => accepted && !verdict.done).length;
  const doubled = wrong.filter((line) => /twice|times|two requests|different links|may be paid/.test(line)).length;
  const rows: (readonly [string, string])[] = [
    ['seed', String(report.seed)],
    [
      'commands accepted',
      `${String(accounts.filter(({ accepted }) => accepted).length)} of ${String(accounts.length)}`,
    ],
    ['links and payment requests', `${kinds(payments, 'link')} and ${kinds(payments, 'rtp')}`],
    ['paid, declined, failed, expired at the rail', ['SUCCESS', 'DECLINED', 'FAILED', 'EXPIRED'].map(ended).join(', ')],
    ['**lost**: accepted, and no end was told', `**${String(lost)}**`],
    ['**doubled**: two payments, requests or notices, and nothing shows it', `**${String(doubled)}**`],
    ['**stuck without a reason**', `**${String(wrong.filter((line) => line.startsWith('stuck')).length)}**`],
    ['other broken promises', String(wrong.length - lost - doubled)],
    ['told "paid after all" after "expired"', String(counted('corrected').length)],
    ['possibly twice, and shown as `PossiblyTwice`', String(counted('possiblyTwice').length)],
    ['requests whose answer was lost, waiting for ops as `RtpUnknown`', String(counted('rtpUnknown').length)],
    ['orphans on the rail, whose address nobody has', String(counted('orphan').length)],
    ['runs of payments', String(runs.length)],
    ['SIGKILLs: worker, api, Temporal', [worker, api, temporal].map(({ killed }) => String(killed)).join(', ')],
    ['SIGTERMs: worker, api', [worker, api].map(({ drained }) => String(drained)).join(', ')],
    ['processes that ended by themselves', [worker, api, temporal].map(({ byItself }) => String(byItself)).join(', ')],
    ['answers to webhooks', shown(journals.webhooks)],
    ['answers to callbacks', shown(journals.callbacks)],
    ['calls that met a fault', shown(journals.faults)],
    ['minutes', String(report.minutes)],
  ];
  return [`| ${title} | |`, '| --- | --- |', ...rows.map(([what, figure]) => `| ${what} | ${figure} |`)].join('\n');
}

const kinds = (payments: readonly { readonly kind: string }[], kind: string): string =>
  String(payments.filter((payment) => payment.kind === kind).length);

const shown = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${name}: ${String(count)}`)
    .join(', ');
