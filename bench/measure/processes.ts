import { readdirSync, readFileSync } from 'node:fs';

/** What a group of processes used so far; undefined where the machine does not tell (not Linux). */
export interface Usage {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

const TICK_MS = 10;

/**
 * @param pids roots: their children count with them, as PostgreSQL's backends do; but this process alone stands for itself,
 * for all others are its children
 */
export function usageOf(pids: readonly number[]): Usage | undefined {
  try {
    const all = pids.flatMap((pid) => (pid === process.pid ? [pid] : withChildren([pid])));
    const used = all.map(readUsage);
    return {
      cpuMs: used.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      memoryMb: Math.round(used.reduce((sum, { memoryMb }) => sum + memoryMb, 0)),
    };
  } catch {
    return undefined;
  }
}

function withChildren(pids: readonly number[]): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), statOf(Number(name))?.parent] as const),
  );
  const found = new Set(pids);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (parent !== undefined && found.has(parent)) found.add(pid);
  }
  return [...found];
}

function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name may hold anything, also blanks and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

/** Memory is what is the process's own plus its share of what several hold. */
function readUsage(pid: number): Usage {
  const memory = /^Pss:\s+(\d+) kB/m.exec(readSoftly(`/proc/${String(pid)}/smaps_rollup`))?.[1];
  return { cpuMs: (statOf(pid)?.ticks ?? 0) * TICK_MS, memoryMb: Number(memory ?? 0) / 1_024 };
}

function readSoftly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** CPU of named groups of processes while something runs. */
export async function cpuWhile<T>(
  groups: Readonly<Record<string, readonly number[]>>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly cpuMs: Readonly<Record<string, number>> }> {
  const read = () => Object.entries(groups).map(([name, pids]) => [name, usageOf(pids)?.cpuMs ?? NaN] as const);
  const before = new Map(read());
  const result = await work();
  const cpuMs = Object.fromEntries(read().map(([name, used]) => [name, used - (before.get(name) ?? NaN)]));
  return { result, cpuMs };
}
