import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Activities } from '../../activities';
import { registerFleetMetrics } from '../../api/fleet-metrics';
import { createMetrics } from '../../api/metrics';
import { createPayloadCodec } from '../../workers/codec/payload-codec';
import { meterCodec } from '../../workers/codec/metered-codec';
import { meterActivities } from '../../workers/metrics';
import { notChecked } from '../support/not-checked';
import { findPromtool } from '../support/promtool';

const ROOT = join(__dirname, '..', '..');
const ALERTS = join(ROOT, 'ops/monitoring/alerts.yml');
const PLAYED = join(__dirname, 'alerts.promtool.yaml');
const playedSchema = z.looseObject({
  tests: z.array(
    z.looseObject({
      alert_rule_test: z.array(z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })),
    }),
  ),
});

const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
const panelSchema = z.looseObject({
  id: z.int(),
  type: z.enum(['row', 'timeseries', 'stat']),
  title: z.string(),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() }).loose()).optional(),
});
const dashboardSchema = z.looseObject({ uid: z.string(), title: z.string(), panels: z.array(panelSchema) });

const rules = rulesSchema.parse(parse(readFileSync(ALERTS, 'utf8'))).groups.flatMap((group) => group.rules);
const { panels } = dashboardSchema.parse(JSON.parse(readFileSync(join(ROOT, 'ops/monitoring/dashboard.json'), 'utf8')));
const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const expressions = [...rules.map(({ expr }) => expr), ...shown];

/** Every metric of ours, as the processes register them. */
async function registered() {
  const registry = new Registry();
  createMetrics(registry);
  registerFleetMetrics(registry, () => Promise.reject(new Error('nobody asks')), Date.now);
  meterActivities({} as Activities, { registry, now: Date.now, lines: [{ id: 'md' }] });
  meterCodec(createPayloadCodec([{ id: 'k', key: Buffer.alloc(32) }]), registry);
  collectDefaultMetrics({ register: registry });
  return registry.getMetricsAsJSON();
}

const ours = async (): Promise<ReadonlySet<string>> => new Set((await registered()).map(({ name }) => name));
const countersFromTheStart = async () =>
  (await registered()).flatMap(({ name, values }) => values.map(({ labels, value }) => [name, labels, value]));

const namesIn = (expression: string, prefix: string): string[] => [
  ...new Set(expression.replace(/"[^"]*"/g, '').match(new RegExp(`\\b${prefix}_\\w+`, 'g')) ?? []),
];
const withoutSuffix = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');

describe('dashboard and alert rules', () => {
  it('ask for metrics of ours that there are', async () => {
    const known = await ours();
    const asked = expressions.flatMap((one) => [...namesIn(one, 'miapos'), ...namesIn(one, 'process')]);
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !known.has(name) && !known.has(withoutSuffix(name)))).toEqual([]);
  });

  it('ask for metrics of the SDK that its core knows', () => {
    // Its core makes them when they first happen, so the names are looked up where they are written.
    const core = join(ROOT, 'node_modules/@temporalio/core-bridge/releases');
    const target = `${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch as 'x64' | 'arm64']}-${
      { linux: 'unknown-linux-gnu', darwin: 'apple-darwin', win32: 'pc-windows-msvc' }[process.platform as 'linux']
    }`;
    const binary = readFileSync(join(core, target, 'index.node'));
    const asked = [...new Set(expressions.flatMap((one) => namesIn(one, 'temporal')))];
    expect(asked.length).toBeGreaterThan(3);
    const bare = (name: string) =>
      withoutSuffix(name)
        .replace(/^temporal_/, '')
        .replace(/_(total|seconds)$/, '');
    expect(asked.filter((name) => !binary.includes(bare(name)))).toEqual([]);
    expect(binary.includes('workflow_task_that_nobody_measures')).toBe(false);
  });

  it('show every figure that we count', async () => {
    const counted = [...(await ours())].filter((name) => name.startsWith('miapos_'));
    expect(counted.filter((name) => !shown.some((one) => one.includes(name)))).toEqual([]);
  });

  it('wake people by names that are not used twice', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(rules.some(({ labels }) => labels.severity === 'page')).toBe(true);
  });

  it('lay their panels out without two in one place', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const places = panels.map(({ gridPos: { x, y } }) => `${x}/${y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  it('count from nought what an alert waits to see for the first time', async () => {
    // To Prometheus an increase from nothing to 1 is none: the first late payment of a process would wake nobody.
    const values = await countersFromTheStart();
    const awaited = rules.flatMap(({ expr }) => [
      ...expr.matchAll(/increase\((miapos_\w+)(?:\{(\w+)=~?"([^"]+)"\})?/g),
    ]);
    expect(awaited.length).toBeGreaterThan(4);
    for (const [, name = '', label = 'line', wanted = 'md'] of awaited)
      for (const value of wanted.split('|')) expect(values).toContainEqual([name, { [label]: value }, 0]);
  });

  it('are valid by promtool, and wake whom they should', () => {
    const promtool = findPromtool();
    if ('missing' in promtool) return notChecked('ops/monitoring/alerts.yml by promtool', promtool.missing);
    const run = (...args: string[]) => spawnSync(promtool.program, args, { encoding: 'utf8' });
    expect(run('check', 'rules', ALERTS)).toMatchObject({ status: 0, stderr: '' });
    expect(run('test', 'rules', PLAYED)).toMatchObject({ status: 0, stderr: '' });
    return undefined;
  });

  it('are all played: each to where it fires, and to where it does not yet', () => {
    const { tests } = playedSchema.parse(parse(readFileSync(PLAYED, 'utf8')));
    const played = tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    const names = (fires: boolean) =>
      new Set(played.filter(({ exp_alerts }) => exp_alerts.length > 0 === fires).map(({ alertname }) => alertname));
    const all = new Set(rules.map(({ alert }) => alert));
    expect([names(true), names(false)]).toEqual([all, all]);
  });
});
