import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readText } from './compose';
import { run, writeProgram } from './programs';

const folder = mkdtempSync(join(tmpdir(), 'miapos-by-hand-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(folder, 'bin');
const heard = join(folder, 'heard');
const JOB = 'job.batch/miapos-rollout-made';

/** What stands in a document between ```sh and ```, and says this. */
function shellOf(file: string, saying: string): string {
  const found = [...readText(file).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const one = found.find((text) => text.includes(saying));
  if (one === undefined) throw new Error(`${file} has no commands that say ${saying}.`);
  return one;
}

/** Types it into a shell whose kubectl writes down what it is told, fails where it is told `failing`, and runs what it is to exec. */
async function type(script: string, env: Readonly<Record<string, string>> = {}) {
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const ended = await run('sh', ['-c', script], { FAILING: 'nothing', ...env, PATH: path, HEARD: heard });
  return { ...ended, heard: readFileSync(heard, 'utf8').trimEnd().split('\n') };
}

beforeEach(() => {
  rmSync(heard, { force: true });
  writeProgram(join(bin, 'git'), 'echo abc123abc123');
  writeProgram(join(bin, 'node'), 'printf "%s\\n" "$OPS_TOKEN" "$@"');
  writeProgram(
    join(bin, 'kubectl'),
    `echo "$*" >> "$HEARD"
     case "$*" in *"$FAILING"*) exit 1 ;; esac
     case "$*" in
       *' exec '*) until [ "$1" = -- ]; do shift; done; shift; exec "$@" ;;
       *' create '*) cat > /dev/null; echo ${JOB} ;;
       *'-f -'*) sed -n 's/^ *image: /  /p' >> "$HEARD" ;;
     esac`,
  );
});

describe('a release on Kubernetes, as the page on deployment types it', () => {
  const release = shellOf('docs/deployment.md', 'rollout-job');
  const steps = [
    '-n miapos apply -f ops/deploy/kubernetes/config.yaml -f ops/deploy/kubernetes/network.yaml -f ops/deploy/kubernetes/worker-budget.yaml',
    '-n miapos apply -f -\n  miapos-conversational:abc123abc123',
    '-n miapos create -f - -o name',
    `-n miapos wait --for=condition=complete ${JOB} --timeout 7m`,
    '-n miapos apply -f -\n  miapos-conversational:abc123abc123',
  ];

  it('starts the workers beside the old ones, makes them current, waits for its own Job, and then replaces the api', async () => {
    const { code, heard } = await type(release);
    expect(heard).toEqual(steps.join('\n').split('\n'));
    expect(code).toBe(0);
  });

  it.each([
    ['the configuration is refused', 'config.yaml', 1],
    ['the workers can’t be made', 'apply -f -', 2],
    ['the Job can’t be made', 'create', 3],
    ['the version did not become current', 'wait', 4],
  ])('stops where %s: the api stays as it is', async (_, failing, until) => {
    const { code, heard } = await type(release, { FAILING: failing });
    expect(heard.filter((line) => line.startsWith('-n'))).toHaveLength(until);
    expect(code).not.toBe(0);
  });
});

describe('a decision about money on Kubernetes, as the runbook types it', () => {
  it('comes to the worker word for word, and shows its token to no list of processes', async () => {
    const [define = ''] = /^ops\(\) \{\n.*?^\}$/ms.exec(shellOf('docs/runbook.md', 'ops()')) ?? [];
    const { stdout, heard } = await type(`sha=abc; ${define}; ops close line md --reason "it's \\"restored\\" \\$1"`, {
      OPS_TOKEN: 'a\\token of.ours',
    });
    expect(stdout.split('\n')).toEqual([
      'a\\token of.ours',
      'dist/ops/cli/main.js',
      'close',
      'line',
      'md',
      '--reason',
      'it\'s "restored" $1',
      '',
    ]);
    expect(heard).toMatchObject([expect.stringMatching(/^-n miapos exec -i deploy\/miapos-worker-abc -- sh -c /)]);
    expect(heard.join()).not.toContain('token of');
  });
});
