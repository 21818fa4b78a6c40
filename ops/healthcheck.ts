const TIMEOUT_MS = 4_000;

/** A slim image has no curl: exits with 0 if the address answers 2xx in time, else with 1. */
async function main(url = ''): Promise<void> {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (ok) return;
  throw new Error(`it answered ${status}`);
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${process.argv[2] ?? 'no address given'}: ${String(error)}\n`);
  process.exitCode = 1;
});
