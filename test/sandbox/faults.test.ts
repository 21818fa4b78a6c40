import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running } from '../../sandbox/control/server';
import { createMetaSim, type MetaSim } from '../../sandbox/meta/meta-sim';
import { createRailSim } from '../../sandbox/rail/rail-sim';
import { call } from './support/http';
import { FILLED, MetaCaller, statusesOf, TEMPLATE, template, text } from './support/meta';
import { RailCaller, PRIVATE_KEY_PEM } from './support/rail';
import { Sink } from './support/sink';

describe('fault rules', () => {
  let sim: MetaSim;
  let running: Running;
  let meta: MetaCaller;
  let app: Sink;

  beforeEach(async () => {
    app = new Sink();
    sim = createMetaSim({ webhookUrl: await app.listen(), templates: [TEMPLATE] });
    running = await sim.listen(0);
    meta = new MetaCaller(running.url);
    await meta.phone({});
    await app.received(1);
  });
  afterEach(async () => {
    await running.close();
    await app.close();
  });

  const rules = (...list: readonly unknown[]) => meta.control('PUT', '/faults', list);
  const sendMessage = { operation: 'sendMessage' };
  const outbound = async (): Promise<number> =>
    (await meta.chat()).filter(({ direction }) => direction === 'out').length;

  it('hit once, so many times, or always', async () => {
    await rules({ match: sendMessage, times: 2, do: { code: 131016 } });
    const codes = [await meta.send(text()), await meta.send(text()), await meta.send(text())].map(
      ({ status }) => status,
    );
    expect(codes).toEqual([500, 500, 200]);
    expect((await meta.control('GET', '/faults')).body).toEqual([]);
    await rules({ match: sendMessage, always: true, do: { code: 131042 } });
    expect((await meta.send(text())).body).toMatchObject({ error: { code: 131042 } });
    expect((await meta.send(text())).body).toMatchObject({ error: { code: 131042 } });
    await meta.control('DELETE', '/faults');
    expect((await meta.send(text())).status).toBe(200);
  });

  it('meet only what they match', async () => {
    await rules({
      match: { ...sendMessage, to: '37369000002', contains: '"type":"template"' },
      always: true,
      do: { code: 1 },
    });
    expect((await meta.send(template(FILLED))).status).toBe(200);
    expect((await meta.send({ ...template(FILLED), to: '+37369000002' })).status).toBe(400);
  });

  it('say when to come back, and answer without a body of Graph', async () => {
    await rules(
      { match: sendMessage, do: { code: 130429, status: 429, retryAfterSeconds: 3 } },
      { match: sendMessage, do: { status: 502 } },
      { match: sendMessage, do: { status: 503, body: null } },
    );
    const limited = await meta.send(text());
    expect(limited).toMatchObject({ status: 429, body: { error: { code: 130429 } } });
    expect(limited.headers.get('retry-after')).toBe('3');
    expect((await meta.send(text())).body).toMatch(/<html>/);
    expect(await meta.send(text())).toMatchObject({ status: 503, body: '' });
  });

  it('take a message and break the connection: the statuses still come', async () => {
    await rules({ match: sendMessage, do: 'resetAfterEffect' });
    await expect(meta.send({ ...text(), biz_opaque_callback_data: 'lost' })).rejects.toThrow('fetch failed');
    expect(await outbound()).toBe(1);
    expect(statusesOf(await app.received(4))[0]).toMatchObject({ biz_opaque_callback_data: 'lost' });
  });

  it('break the connection before anything is done', async () => {
    await rules({ match: sendMessage, do: 'resetConnection' });
    await expect(meta.send(text())).rejects.toThrow('fetch failed');
    expect(await outbound()).toBe(0);
  });

  it.each([
    ['timeoutAfterEffect', 1],
    ['timeoutBeforeEffect', 0],
  ])('never answer on %s', async (fault, done) => {
    await rules({ match: sendMessage, do: fault });
    const silent = meta.send(text()).then(
      () => 'answered',
      () => 'broken off',
    );
    const first = await Promise.race([silent, new Promise((resolve) => setTimeout(() => resolve('silent'), 150))]);
    expect(first).toBe('silent');
    expect(await outbound()).toBe(done);
    await running.close();
    expect(await silent).toBe('broken off');
    running = await sim.listen(0);
  });

  it('slow an answer down and let a later rule apply', async () => {
    await rules({ match: sendMessage, do: { delayMs: 60 } }, { match: sendMessage, do: { code: 131000 } });
    const started = Date.now();
    expect((await meta.send(text())).status).toBe(500);
    expect(Date.now() - started).toBeGreaterThanOrEqual(55);
  });

  it('let a message fail after it was accepted, or lose its statuses', async () => {
    await rules({ match: sendMessage, do: { asyncFailure: 131026 } });
    await meta.sent({ ...text(), biz_opaque_callback_data: 'fails' });
    const failed = statusesOf(await app.received(2))[0];
    expect(failed).toMatchObject({ status: 'failed', biz_opaque_callback_data: 'fails', errors: [{ code: 131026 }] });
    await rules({ match: sendMessage, do: 'statusLost' });
    await meta.sent(text());
    await meta.control('POST', '/clock', { advanceMs: 60_000 });
    expect((await meta.chat()).at(-1)?.statuses).toEqual([]);
  });

  it('are refused where they make no sense', async () => {
    const answer = await rules({ do: { nonsense: 1 } });
    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    expect((await rules({ times: 1, always: true, do: 'statusLost' })).status).toBe(400);
  });

  it('leave their trace in the journal, which can be read from any entry on and holds no token', async () => {
    await rules({ match: sendMessage, do: { code: 131000 } });
    const { last } = (await meta.control('GET', '/journal')).body as { last: number };
    await meta.send(text('Bun'));
    const journal = await meta.control('GET', `/journal?since=${last}`);
    expect(journal.body).toMatchObject({
      entries: [
        { direction: 'received', operation: 'sendMessage', status: 500, note: expect.stringContaining('131000') },
      ],
    });
    expect(JSON.stringify(journal.body)).not.toContain('sandbox-graph-token');
  });

  it('work on the rail: done, and the answer lost', async () => {
    const rail = createRailSim({ privateKeyPem: PRIVATE_KEY_PEM });
    const its = await rail.listen(0);
    const bank = new RailCaller(its.url);
    await bank.login();
    await call('PUT', `${its.url}/__control/faults`, [
      { match: { operation: 'pay' }, do: { status: 504, afterEffect: true } },
      { match: { operation: 'pay' }, do: { status: 401 } },
    ]);
    expect((await bank.send('POST', '/pay', { terminalId: 'x' })).status).toBe(504);
    expect(await bank.send('POST', '/pay', {})).toMatchObject({ status: 401, body: '' });
    await call('PUT', `${its.url}/__control/faults`, [{ match: { operation: 'pay' }, do: 'resetAfterEffect' }]);
    await expect(bank.pay()).rejects.toThrow('fetch failed');
    expect(rail.payments.list()).toHaveLength(1);
    await its.close();
  });
});
