import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Desk } from '../../ops/cli/command';
import { close, settle } from '../../ops/cli/commands/decide';
import { startStub } from '../support/stub-server';
import type { StubServer } from '../support/stub-server';

const LINK = 'abcdefghijklmnopqrstuvwx23';
const BECAUSE = { reason: 'the bank says so' };

let api: StubServer;
beforeEach(async () => {
  api = await startStub();
});
afterEach(() => api.close());

/** What the operator reads, and what is done about it. */
async function told(url: string, decide: (desk: Desk) => Promise<number>): Promise<string> {
  const said: string[] = [];
  const env = { temporal: { uiUrl: 'https://ui.example' } };
  const say = (line: string) => void said.push(line);
  const desk = { api: { url }, operator: 'ana', env, namespace: 'default', say } as unknown as Desk;
  const failed = await decide(desk).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return `${said.join('\n')}${failed}`;
}
const settling = (url: string) => told(url, (desk) => settle.run(desk, [LINK, 'FAILED'], BECAUSE));
const closing = (url: string) => told(url, (desk) => close.run(desk, ['bank', 'codru-bank'], BECAUSE));

describe('an operator whose decision never left hears that nothing was decided', () => {
  it('where nobody listens', async () => {
    await api.close();
    expect(await settling(api.url)).toMatch(/Nothing was decided\. Is --api right\?/);
  });

  it.each(['http://nowhere.invalid', 'no address'])('where there is no such host: %s', async (url) => {
    expect(await settling(url)).toMatch(/Nothing was decided\. Is --api right\?/);
  });
});

describe('an operator whose answer was lost', () => {
  const lost: [string, () => void][] = [
    ['the connection broke off', () => api.handle((response) => response.destroy())],
    [
      'the answer broke off in the middle',
      () =>
        api.handle((response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
          response.write('{"state":', () => response.destroy());
        }),
    ],
    ['a balancer lost its patience', () => api.answer(504, '<html>Gateway Timeout</html>')],
    ['a page answers where the api should', () => api.answer(200, '<html>Log in</html>')],
    ['the api has a bug', () => api.answer(500, { code: 'InternalError', detail: 'A bug of ours.' })],
    ['the api knows no more', () => api.answer(503, { code: 'DecisionUnknown', detail: 'Temporal gave no answer.' })],
  ];

  it.each(lost)(
    'is never told that nothing was decided, but where to look before it is sent again: %s',
    async (_, be) => {
      be();
      const settled = await settling(api.url);
      expect(settled).toContain(`Nobody knows whether it was decided: read npm run ops -- show ${LINK} before`);
      const closed = await closing(api.url);
      expect(closed).toMatch(/Nobody knows whether it was decided: .*workflow closures .*ui\.example/);
      expect(settled + closed).not.toMatch(/Nothing was decided|Settled|Not accepted/);
      expect(api.requests).toHaveLength(2);
    },
  );
});

describe('an operator who was answered', () => {
  it('hears what became of it', async () => {
    api.answer(200, { state: 'Failed' });
    expect(await settling(api.url)).toContain('the payment is Failed now');
  });

  it.each([
    [409, 'OperationRefused', 'Its run is over.'],
    [503, 'TemporalUnavailable', 'Not accepted. Send the same again.'],
  ])('hears why not: %i %s', async (status, code, detail) => {
    api.answer(status, { code, detail });
    expect(await settling(api.url)).toBe(`The api refused (${code}): ${detail}`);
  });
});
