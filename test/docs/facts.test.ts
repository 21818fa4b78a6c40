import { describe, expect, it } from '@jest/globals';
import { createOpenApi } from '../../api/openapi/document';
import { variables } from '../../config/variables';
import { DEFAULT_RTP_LIMITS } from '../../config/rtp-limits';
import { DEFAULT_TIMINGS } from '../../domain/timings';
import { attributes } from '../../workflows/search-attributes';
import { NOTIFICATION_STATES, PAYMENT_STATES, STUCK_REASONS } from './attribute-values';
import { firstCells, readText, tableUnder } from './documents';

const TECHNICAL = 'docs/technical-description.md';
const CONFIGURATION = 'docs/configuration.md';
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('the technical description', () => {
  it('lists every search attribute, with its type', () => {
    const types = { KEYWORD: 'Keyword', INT: 'Int', DATETIME: 'Datetime' } as const;
    const listed = tableUnder(TECHNICAL, '## Search attributes').map(([name = '', type = '']) => `${name} ${type}`);
    const real = Object.values(attributes).map(({ name, type }) => `${name} ${types[type]}`);
    expect(sorted(listed)).toEqual(sorted(real));
  });

  it.each([
    ['PaymentState', PAYMENT_STATES],
    ['NotificationState', NOTIFICATION_STATES],
    ['StuckReason', STUCK_REASONS],
  ])('lists every value of %s', (name, values) => {
    expect(sorted(firstCells(TECHNICAL, `Values of \`${name}\``))).toEqual(sorted(Object.keys(values)));
  });

  it('lists every wait with its default', () => {
    const listed = tableUnder(TECHNICAL, '## Timings').map(([name = '', wait = '']) => [name, wait]);
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(Object.entries(DEFAULT_TIMINGS).map(([name, ms]) => [name, inWords(Number(ms))])),
    );
  });

  it('lists every workflow that can be started', () => {
    const exported = [...readText('workflows/index.ts').matchAll(/export \{ (\w+) \}/g)].map(([, name = '']) => name);
    expect(sorted(firstCells(TECHNICAL, '## Workflows'))).toEqual(sorted(exported));
  });

  it('lists every route', () => {
    const { paths } = createOpenApi() as { readonly paths: Readonly<Record<string, object>> };
    const real = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['get', 'post', 'put', 'delete', 'patch'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(sorted(firstCells(TECHNICAL, '## HTTP'))).toEqual(sorted(real));
  });

  it('names the versions that are installed', () => {
    const { dependencies, devDependencies, engines } = JSON.parse(readText('package.json')) as Record<
      'dependencies' | 'devDependencies' | 'engines',
      Record<string, string>
    >;
    const versions = JSON.stringify(tableUnder(TECHNICAL, '## Versions and limits'));
    expect(versions).toContain(dependencies['@temporalio/workflow']);
    expect(versions).toContain(devDependencies['typescript']);
    expect(versions).toContain(engines['node']?.replace(/^>=(\d+\.\d+)\.\d+$/, '$1'));
  });
});

describe('the configuration page', () => {
  const rows = tableUnder(CONFIGURATION, '# Configuration');
  const listed = rows.map(([name = '']) => name);

  it('lists every variable', () => {
    expect(sorted(listed)).toEqual(sorted(Object.keys(variables.shape)));
  });

  it('says which are required', () => {
    const missing = variables.safeParse({}).error?.issues.map(({ path }) => String(path[0])) ?? [];
    expect(sorted(rows.flatMap(([name = '', value]) => (value === 'required' ? [name] : [])))).toEqual(sorted(missing));
  });

  it('lists every limit of payment requests with its default', () => {
    const limits = tableUnder(CONFIGURATION, '## Limits of payment requests');
    expect(Object.fromEntries(limits.map(([name = '', value]) => [name, Number(value)]))).toEqual(DEFAULT_RTP_LIMITS);
  });

  it('has an example of each in .env.example, which has none that nobody reads', () => {
    const shown = [...readText('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
    // Read by @temporalio/envconfig, and by docker-compose.yml.
    const others = /^(TEMPORAL_(ADDRESS|NAMESPACE|API_KEY|PROFILE|TLS_\w+)|POSTGRES_PASSWORD|CODEC_ENDPOINT)$/;
    expect(sorted(shown.filter((name) => !others.test(name)))).toEqual(sorted(listed));
  });

  it('is agreed with by the README, which names what must be set', () => {
    const must = rows.flatMap(([name = '', value]) => (value === 'required' ? [name] : []));
    const named = JSON.stringify(tableUnder('README.md', 'These must be set'));
    expect(must.filter((name) => !named.includes(`\`${name}\``) && !named.includes(`"${name}"`))).toEqual([]);
  });
});

/** `90 s`, `15 min`, `6 h`, `7 d`: the largest unit that leaves a whole number. */
function inWords(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms % size === 0) ?? (['ms', 1] as const);
  return `${ms / size} ${unit}`;
}
