import { round } from '../measure/statistics';
import type { Results } from '../results';
import { kindsOf } from './tables';

/** What is no table: the machine, and single figures. */
export function facts(results: Results): string {
  const { machine } = results;
  const lines = [
    `Taken ${machine.at.slice(0, 16).replace('T', ' ')} UTC at ${machine.commit}: ${machine.cpus}, ${String(machine.memoryGb)} GB, Node ${machine.node}, Temporal server 1.29.1.`,
  ];
  for (const { name, found } of kindsOf(results)) {
    const { cost, encryption, bundle, webhook, bareAcks, waiting } = found;
    if (cost !== undefined)
      lines.push(
        `- ${name}, one paid link under full load: ${String(cost.events)} events (${String(cost.mostEvents)} at most of ${String(cost.looked)} looked at), ${String(cost.actions)} Actions (${String(cost.mostActions)} at most), ${cost.bytes.toLocaleString('en')} bytes of history.`,
      );
    if (encryption !== undefined)
      lines.push(
        `- ${name}, encryption: ${String(encryption.payloads)} payloads, ${encryption.bytes.toLocaleString('en')} bytes; sealing and opening each once takes ${String(encryption.cpuMsPerLink)} ms of CPU per link and adds ${encryption.addedBytes.toLocaleString('en')} bytes.`,
      );
    if (bundle !== undefined)
      lines.push(
        `- ${name}, workflow bundle: ${bundle.bytes.toLocaleString('en')} bytes, compiled in ${String(bundle.compileMs)} ms once a process; a paid link is brought back from its history in ${String(bundle.replayCpuMs)} ms of CPU.`,
      );
    if (webhook !== undefined && bareAcks !== undefined)
      lines.push(
        `- ${name}, webhook: p99 at 80/s is ${String(round(webhook.atRate.p99 / bareAcks.atRate.p99))} of bare signalWithStart; at most ${String(round(webhook.saturated.perSecond.median))} messages/s, bare ${String(round(bareAcks.saturated.perSecond.median))}.`,
      );
    if (waiting?.recovery !== undefined) {
      const { open, paid, firstNoticeMs, allToldMs, perSecond } = waiting.recovery;
      lines.push(
        `- ${name}, the worker killed with ${open.toLocaleString('en')} payments open, ${paid.toLocaleString('en')} of them paid while it was away: the first notice ${String(round(firstNoticeMs / 1_000, 1))} s after a new worker was started, the last after ${String(round(allToldMs / 1_000, 1))} s (${String(perSecond)}/s).`,
      );
    }
  }
  return lines.join('\n');
}
