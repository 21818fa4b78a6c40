import { round } from '../measure/statistics';
import type { AcksResult } from '../parts/webhook';
import type { Results, ServerResult } from '../results';
import { kindsOf, middleAcks } from './tables';

/** What is no table: the machine, and single figures. */
export function facts(results: Results): string {
  const kinds = kindsOf(results);
  const lines: string[] = [...kinds.flatMap(takenOf), ''];
  for (const { name, found } of kinds) {
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
    const [acks, bare] = [middleAcks(webhook), middleAcks(bareAcks)];
    if (acks !== undefined && bare !== undefined)
      lines.push(
        `- ${name}, webhook: p99 at 80/s is ${String(round(acks.atRate.p99 / bare.atRate.p99))} of bare signalWithStart (${p99s(webhook)} ms, bare ${p99s(bareAcks)}, in turns); at most ${String(round(acks.saturated.perSecond.median))} messages/s, bare ${String(round(bare.saturated.perSecond.median))}.`,
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

const p99s = (rounds: readonly AcksResult[] = []): string => rounds.map(({ atRate }) => String(atRate.p99)).join(', ');

/** One line for all parts that were taken at one commit on one kind of machine. */
function takenOf({ name, found: { taken = {} } }: { name: string; found: ServerResult }): string[] {
  const parts = new Map<string, string[]>();
  for (const [part, { commit, cpus, memoryGb, node, at }] of Object.entries(taken)) {
    const where = `${at.slice(0, 10)} at ${commit}: ${cpus}, ${String(memoryGb)} GB, Node ${node}, Temporal server 1.29.1 (${name})`;
    parts.set(where, [...(parts.get(where) ?? []), part]);
  }
  return [...parts].map(([where, which]) => `- ${which.join(', ')}: taken ${where}.`);
}
