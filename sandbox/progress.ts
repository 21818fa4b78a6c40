/** A step that takes longer than this is said to be over; one that takes much longer is said to go on. */
const WORTH_A_WORD_MS = 2_000;
const HEARTBEAT_MS = 10_000;

export interface Progress {
  /** A step begins, and the one before it is over. */
  readonly step: (what: string) => void;
  /** The last step is over. */
  readonly done: () => void;
}

/** Says what is being done and how long it takes: a silent minute looks like a hang. */
export function createProgress(say: (line: string) => void, now: () => number = Date.now): Progress {
  let startedAt: number | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  const seconds = (): string => `${((now() - (startedAt ?? now())) / 1_000).toFixed(0)} s`;
  const done = (): void => {
    clearInterval(heartbeat);
    if (startedAt !== undefined && now() - startedAt > WORTH_A_WORD_MS) say(`  … done in ${seconds()}`);
    startedAt = undefined;
  };
  return {
    done,
    step: (what) => {
      done();
      say(`  ${what}`);
      startedAt = now();
      heartbeat = setInterval(() => say(`  … still at it (${seconds()})`), HEARTBEAT_MS).unref();
    },
  };
}
