import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Sustained } from './measure/load';
import type { Part } from './options';
import type { BundleResult } from './parts/bundle';
import type { CostResult, EncryptionResult } from './parts/cost';
import type { LatencyResult } from './parts/latency';
import type { LinksResult } from './parts/links';
import type { WaitingResult } from './parts/waiting';
import type { AcksResult } from './parts/webhook';

/** Rounds of one baseline. */
export type Bare = Sustained & { readonly cpuMsPerLink: Readonly<Record<string, number>> };

/** All that was measured on one kind of server. */
export interface ServerResult {
  /** Where and when each part was taken: a run of some parts leaves the others as they are. */
  readonly taken?: Readonly<Partial<Record<Part, Machine>>>;
  readonly ours?: readonly LinksResult[];
  readonly idle?: LatencyResult;
  readonly halfLoad?: LatencyResult;
  readonly cost?: CostResult;
  readonly encryption?: EncryptionResult;
  readonly bundle?: BundleResult;
  readonly bare?: Readonly<Record<string, readonly Bare[]>>;
  /** The same job on Temporal, each call a normal activity. */
  readonly naiveJob?: readonly LinksResult[];
  readonly dbos?: readonly LinksResult[];
  readonly dbosBare?: readonly Bare[];
  readonly webhook?: readonly AcksResult[];
  readonly bareAcks?: readonly AcksResult[];
  readonly waiting?: WaitingResult;
}

export interface Machine {
  readonly at: string;
  readonly commit: string;
  readonly cpus: string;
  readonly memoryGb: number;
  readonly node: string;
}

export interface Results {
  readonly servers: Readonly<Partial<Record<'dev' | 'postgres', ServerResult>>>;
}

export function thisMachine(): Machine {
  const all = cpus();
  return {
    at: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    cpus: `${String(all.length)} × ${all[0]?.model ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 1_024 ** 3),
    node: process.version,
  };
}
