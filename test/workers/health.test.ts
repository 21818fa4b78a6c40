import { afterEach, describe, expect, it } from '@jest/globals';
import { Counter, Gauge, Registry } from 'prom-client';
import { serveHealth } from '../../workers/health';
import type { Health } from '../../workers/health';

const open: Health[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const readerOf = (registry: Registry) => async () => ({ type: registry.contentType, text: await registry.metrics() });

async function served(ready: () => boolean, registry = new Registry()): Promise<Health> {
  const health = await serveHealth(0, ready, readerOf(registry));
  open.push(health);
  return health;
}
const ask = async (health: Health, path: string) => {
  const response = await fetch(health.url + path);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

describe("a worker's health", () => {
  it('is alive from the first moment, and ready only while every worker polls', async () => {
    let ready = false;
    const health = await served(() => ready);
    expect(await ask(health, '/healthz')).toMatchObject({ status: 200 });
    expect(await ask(health, '/readyz')).toMatchObject({ status: 503, text: 'not polling' });
    ready = true;
    expect(await ask(health, '/readyz')).toMatchObject({ status: 200, text: 'ready' });
    ready = false;
    expect(await ask(health, '/readyz')).toMatchObject({ status: 503 });
    expect(await ask(health, '/healthz')).toMatchObject({ status: 200 });
  });

  it('shows the metrics as Prometheus reads them', async () => {
    const registry = new Registry();
    new Counter({ name: 'links_total', help: 'links', registers: [registry] }).inc(3);
    const { status, type, text } = await ask(await served(() => true, registry), '/metrics');
    expect([status, type]).toEqual([200, registry.contentType]);
    expect(text).toMatch(/^links_total 3$/m);
  });

  it('outlives a metric that can’t be collected, and does not say why to everybody', async () => {
    const registry = new Registry();
    const collect = () => {
      throw new Error('secret');
    };
    new Gauge({ name: 'broken', help: 'broken', registers: [registry], collect });
    const health = await served(() => true, registry);
    const { status, text } = await ask(health, '/metrics');
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    expect(await ask(health, '/healthz')).toMatchObject({ status: 200 });
  });

  it('has nothing else to show', async () => {
    expect(await ask(await served(() => true), '/')).toMatchObject({ status: 404 });
  });

  it('names the variable to change where its port is taken', async () => {
    const { port } = new URL((await served(() => true)).url);
    await expect(serveHealth(Number(port), () => true, readerOf(new Registry()))).rejects.toThrow(
      `Port ${port} can't be listened on for health and metrics: set WORKER_PORT to a free one.`,
    );
  });
});
