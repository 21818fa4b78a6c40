import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { readPrices } from '../../ops/cli/books/prices';
import type { Desk } from '../../ops/cli/command';
import { cost } from '../../ops/cli/commands/cost';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const PHONE = '37369000001';
const AT = '2026-11-23T10:00:00Z';

const line = (message: string, at = AT, more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({
    level: 30,
    time: Date.parse(at),
    service: 'api',
    line: 'md',
    workflowId: `payment-link/${LINK}`,
    message,
    type: 'regular',
    category: 'utility',
    msg: 'message priced',
    ...more,
  });
const file = (...lines: readonly string[]) => {
  const path = join(mkdtempSync(join(tmpdir(), 'miapos-prices-')), 'api.log');
  writeFileSync(path, lines.map((one) => `${one}\n`).join(''));
  return path;
};
const ids = ({ priced }: Awaited<ReturnType<typeof readPrices>>) => priced.map(({ message }) => message);

describe('prices out of the api’s logs', () => {
  it('are each message’s once, of the month asked for, whatever else is logged', async () => {
    const one = file(line('m1', '2026-11-01T00:00:00Z'), 'the api listens', '{"msg":"other"}', '{"msg":');
    const other = file(
      line('m1', '2026-11-01T00:00:01Z'),
      line('m2', '2026-12-01T00:00:00Z'),
      line('m3', '2026-11-30T23:59:59Z'),
    );
    const read = await readPrices([one, other], '2026-11');
    expect(ids(read)).toEqual(['m1', 'm3']);
    expect(read).toMatchObject({ otherMonths: 1, unread: [] });
    await expect(readPrices(['/nowhere/api.log'], '2026-11')).rejects.toThrow(/can't be read/);
  });

  const escaped = (log: string) => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: AT });
  it.each<[string, (log: string) => string]>([
    ['docker compose logs', (log) => `api-1  | ${log}`],
    ['docker compose logs, in colours', (log) => `\u001b[36mapi-1  | \u001b[0m${log}`],
    ['docker compose logs --timestamps', (log) => `api-1  | 2026-11-23T10:00:00.123456789Z ${log}`],
    ['the files of Docker’s json-file', escaped],
    ['the files of a Kubernetes node', (log) => `2026-11-23T10:00:00.123456789Z stdout F ${log}`],
    ['a collector that wraps what Docker wrapped', (log) => escaped(escaped(log))],
    ['Windows’ line ends', (log) => `${log}\r`],
  ])('are found as they come from %s', async (_, from) => {
    const read = await readPrices([file(from(line('m1')), from('{"msg":"other"}'), from('plain text'))], '2026-11');
    expect(ids(read)).toEqual(['m1']);
    expect(read.unread).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['cut off at its head', line('m1').slice(40), /:2: it is no JSON, or is cut off/],
    ['cut off at its end', line('m1').slice(0, -1), /:2: it is no JSON, or is cut off/],
    ['cut off inside its wrapping', escaped(line('m1').slice(40)), /:2: it is no JSON, or is cut off/],
    ['no JSON', `message priced: "message priced" ${PHONE}`, /:2: it is no JSON/],
    ['without its category', line('m1', AT, { category: undefined }), /:2: category is not as the api writes it/],
    ['of another time', line('m1', AT, { time: AT }), /:2: time is not as the api writes it/],
  ])('that can’t be read are counted, and said without a word of what stood there: %s', async (_, bad, why) => {
    const read = await readPrices([file(line('m0'), bad, bad)], '2026-11');
    expect(ids(read)).toEqual(['m0']);
    expect(read.unread).toHaveLength(2);
    expect(read.unread[0]).toMatch(why);
    expect(read.unread.join('')).not.toContain(PHONE);
  });

  it('are not looked for in what only speaks of them', async () => {
    const quoting = JSON.stringify({ level: 30, time: 1, msg: 'answered', route: '"message priced"' });
    expect(await readPrices([file(quoting)], '2026-11')).toEqual({ priced: [], otherMonths: 0, unread: [] });
  });
});

describe('ops cost', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });
  async function counted(...files: readonly string[]) {
    const [said, errors]: [string[], string[]] = [[], []];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0);
    const describeRun = () => Promise.reject(new WorkflowNotFoundError('gone', 'x', undefined));
    const client = { workflow: { getHandle: () => ({ describe: describeRun }) } };
    const desk = { client, say: (text: string) => void said.push(text) } as unknown as Desk;
    const code = await cost.run(desk, files, { month: '2026-11' });
    return { code, stdout: said.join('\n'), stderr: errors.join('') };
  }

  it('counts what it can read, and fails aloud over what it can not: a sum that lacks messages is no sum', async () => {
    const { code, stdout, stderr } = await counted(file(line('m1'), line('m2').slice(40), line('m3').slice(0, -1)));
    expect(code).toBe(1);
    expect(stdout).toContain('md,,,utility,regular,1');
    expect(stderr).toMatch(/^2 lines .*are missing in what is counted: api\.log:2: it is no JSON/);
  });

  it('fails where no file has a priced message, and says what may be wrong', async () => {
    const { code, stdout, stderr } = await counted(file('{"msg":"answered"}'), file());
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/No message priced in 2026-11 is in 2 files.*LOG_LEVEL/);
  });

  it('fails where all of them are of another month', async () => {
    const { code, stdout, stderr } = await counted(file(line('m1', '2026-10-01T00:00:00Z')));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/priced in 2026-11 .*1 of other months/);
  });

  it('is silent where all is well', async () => {
    expect(await counted(file(line('m1')))).toMatchObject({ code: 0, stderr: '' });
  });
});
