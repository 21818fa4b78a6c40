import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { ConfigurationError } from '../../config/configuration-error';
import { readEnv } from '../../config/env';
import { variables } from '../../config/variables';
import { notChecked } from '../support/not-checked';
import type { Service } from './compose';
import { readCompose, readExample, readText } from './compose';
import { composeSchema } from './compose-schema';

const { services } = readCompose();
const all = Object.entries(services);
const ours = all.filter(([, { build }]) => build !== undefined);
const lasting = all.filter(([, { restart }]) => restart === 'unless-stopped');
const service = (name: string): Service => services[name] ?? {};
const seconds = (text: string) => Number.parseInt(text, 10) * (text.includes('m') ? 60 : 1);

describe('docker-compose.yml', () => {
  it('is valid by the Compose Specification, which knows a broken one', () => {
    const found = composeSchema();
    if ('missing' in found) return notChecked('docker-compose.yml by the Compose Specification', found.missing);
    // `duration` is compose's own format, which the specification leaves to the implementation.
    const judge = addFormats(new Ajv({ strict: false, allErrors: true, formats: { duration: true } })).compile(
      found.schema,
    );

    expect(judge(readCompose()) ? [] : judge.errors).toEqual([]);
    expect(judge({ services: { api: { imagee: 'misspelt' } } })).toBe(false);
    return undefined;
  });

  it('runs the product, its set-up, and Temporal with a database and a UI', () => {
    expect(Object.keys(services).sort()).toEqual(
      ['api', 'postgres', 'setup', 'temporal', 'temporal-namespace', 'temporal-schema', 'temporal-ui', 'worker'].sort(),
    );
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'setup', 'worker']);
  });

  it.each(all.filter(([, { build }]) => build === undefined))('pins the image of %s to a release', (_, { image }) => {
    expect(image).toMatch(/^[\w/-]+:\d+\.\d+[\w.-]*$/);
  });

  it.each(all)('runs %s as no root, without capabilities, unable to gain any', (_, one) => {
    expect(one.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(one.cap_drop).toEqual(['ALL']);
    expect(one.security_opt).toContain('no-new-privileges:true');
  });

  it.each(ours)('gives %s a file system it cannot write to', (_, one) => {
    expect(one.read_only).toBe(true);
  });

  it.each(lasting)('asks %s whether it is well', (_, { healthcheck }) => {
    expect(healthcheck?.test.length).toBeGreaterThan(1);
  });

  it('publishes on loopback only: a proxy of yours faces the world', () => {
    const published = all.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('lets only Temporal reach the database', () => {
    const near = all.filter(([, { networks = [] }]) => networks.includes('storage')).map(([name]) => name);
    expect(near.sort()).toEqual(['postgres', 'temporal', 'temporal-schema']);
  });

  it.each(['api', 'worker'])('starts %s only once attributes and retention are set', (name) => {
    expect(service(name).depends_on).toEqual({ setup: { condition: 'service_completed_successfully' } });
  });

  it('lets a worker finish what it began: longer than its own grace', () => {
    const [, grace = ''] = /const GRACE = '(\d+) seconds'/.exec(readText('workers/workers.ts')) ?? [];
    expect(Number(grace)).toBeGreaterThan(0);
    expect(seconds(service('worker').stop_grace_period ?? '')).toBeGreaterThan(Number(grace));
  });

  it("points the UI at the api's codec, with the operator's cookie", () => {
    const { environment = {} } = service('temporal-ui');
    expect(environment['TEMPORAL_CODEC_ENDPOINT']).toContain('http://localhost:3000/codec');
    expect(environment['TEMPORAL_CODEC_INCLUDE_CREDENTIALS']).toBe('true');
    expect(environment['TEMPORAL_CORS_ORIGINS']).toBe(service('api').environment?.['TEMPORAL_UI_URL']);
  });
});

/** The example, with values of one's own. */
function good(example: Readonly<Record<string, string>>): Record<string, string> {
  const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
  const replaced = (value: string) => (value === 'k1:REPLACE' ? key : value.replaceAll('REPLACE-', ''));
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, replaced(value)]));
}

/** The variables that keep a process from starting because they are the example's. */
function namedAtStart(env: Readonly<Record<string, string | undefined>>, role: 'api' | 'worker' = 'api'): string[] {
  try {
    readEnv(env, role, () => undefined);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const still = error.problems.filter(({ what }) => what === "still holds the example's placeholder");
    expect(still).toEqual(error.problems);
    return still.map(({ where }) => where).sort();
  }
  return [];
}

describe('.env.example', () => {
  const { set, shown } = readExample();
  /** For other readers than the product: the Temporal client's own, and compose's. */
  const foreign = [/^TEMPORAL_(ADDRESS|NAMESPACE|API_KEY|TLS_\w+|PROFILE)$/, /^POSTGRES_PASSWORD$/, /^CODEC_ENDPOINT$/];

  it('names every variable the product reads, and no other', () => {
    const named = [...Object.keys(set), ...shown].filter((name) => !foreign.some((pattern) => pattern.test(name)));
    expect(named.sort()).toEqual(Object.keys(variables.shape).sort());
  });

  it.each(['api', 'worker'] as const)('brings %s all it needs, once its placeholders are replaced', (role) => {
    const env = { ...good(set), ...service(role).environment, TEMPORAL_UI_URL: set['TEMPORAL_UI_URL'] };

    expect(service(role).env_file).toBe('.env');
    expect(readEnv(env, role, () => undefined).role).toBe(role);
  });

  const placeholders = Object.keys(set).filter(
    (name) => set[name]?.includes('REPLACE') && name !== 'POSTGRES_PASSWORD',
  );

  it.each(['api', 'worker'] as const)('keeps %s from starting as it is, with every placeholder named', (role) => {
    expect(placeholders).toEqual(
      expect.arrayContaining(['PUBLIC_URL', 'META_APP_SECRET', 'PAYLOAD_KEYS', 'CODEC_TOKEN']),
    );
    expect(namedAtStart(set, role)).toEqual([...placeholders].sort());
  });

  it.each(placeholders)('keeps the api from starting with its %s, which the whole world knows', (name) => {
    const others = Object.fromEntries(Object.entries(good(set)).filter(([other]) => other !== name));
    expect(namedAtStart({ ...others, [name]: set[name] })).toEqual([name]);
  });
});
