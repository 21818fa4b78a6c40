/** What a Temporal server was called for so far, by operation; polls are left out, for they come and go by the clock. */
export type ServerCalls = Readonly<Record<string, number>>;

const LINE = /^service_requests\{namespace="default",operation="([A-Za-z]+)",service_name="frontend"\} (\d+)$/;
const LOOK_EVERY_MS = 200;
const QUIET_LOOKS = 5;
const WITHIN_MS = 60_000;

async function readCalls(metricsPort: number): Promise<ServerCalls> {
  const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
  const found = text.split('\n').flatMap((line) => {
    const [, operation, count] = LINE.exec(line) ?? [];
    return operation === undefined || operation.startsWith('Poll') ? [] : [[operation, Number(count)] as const];
  });
  return Object.fromEntries(found);
}

/** Reads the counters of a server once nothing is under way any more: they have stood still for a second. */
export async function callsOnceQuiet(metricsPort: number): Promise<ServerCalls> {
  const until = Date.now() + WITHIN_MS;
  let seen = await readCalls(metricsPort);
  for (let looks = 0; looks < QUIET_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = await readCalls(metricsPort);
    if (JSON.stringify(now) !== JSON.stringify(seen)) looks = -1;
    seen = now;
    if (Date.now() > until) throw new Error(`The server is not left in peace: ${JSON.stringify(seen)}`);
  }
  return seen;
}

/** What was called between two readings. */
export function callsBetween(before: ServerCalls, after: ServerCalls): ServerCalls {
  const names = Object.keys(after).filter((name) => after[name] !== before[name]);
  return Object.fromEntries(names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}
