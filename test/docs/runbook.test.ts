import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { COMMANDS } from '../../ops/cli/commands';
import { attributes } from '../../workflows/search-attributes';
import { NOTIFICATION_STATES, PAYMENT_STATES, STUCK_REASONS } from './attribute-values';
import { documents, readText } from './documents';

const RUNBOOK = 'docs/runbook.md';
const text = readText(RUNBOOK);
const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** Sections of the third level under a heading of the second, by name. */
function sectionsUnder(heading: string): Readonly<Record<string, string>> {
  const chapter = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const [, ...sections] = chapter.split(/^### /m);
  return Object.fromEntries(sections.map((one) => [one.slice(0, one.indexOf('\n')), one]));
}

const queriesIn = (part: string): string[] =>
  [...part.matchAll(/workflows\?query=([^)\s]+)\)/g)].map(([, query = '']) => decodeURIComponent(query));

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[];
}
const { groups } = parse(readText('ops/monitoring/alerts.yml')) as Rules;
const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
const reasons = sectionsUnder('What is stuck');

describe('the runbook', () => {
  it('has a section for every reason', () => {
    expect(sorted(Object.keys(reasons))).toEqual(sorted(Object.keys(STUCK_REASONS)));
  });

  it('has a section for every alert, and none for an alert that never rings', () => {
    expect(alerts.length).toBeGreaterThan(10);
    expect(sorted(Object.keys(sectionsUnder('Alerts')))).toEqual(sorted(alerts));
  });

  it.each(Object.entries(reasons))('finds %s in the UI, and says what it is and what to do', (reason, section) => {
    expect(queriesIn(section)).toContain(`StuckReason = "${reason}" AND ExecutionStatus = "Running"`);
    for (const part of ['Symptom', 'Cause', 'Action']) expect(section).toMatch(new RegExp(`\\*\\*${part}:\\*\\* \\S`));
  });

  it('searches by attributes and values that there are', () => {
    const queries = queriesIn(text);
    expect(queries.length).toBeGreaterThan(20);
    const known = [...Object.values(attributes).map(({ name }) => name), 'WorkflowType', 'ExecutionStatus'];
    const names = queries.flatMap((query) => query.replace(/"[^"]*"/g, '').match(/\b[A-Z][a-z]\w+/g) ?? []);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    for (const [name, values] of [
      ['PaymentState', PAYMENT_STATES],
      ['NotificationState', NOTIFICATION_STATES],
      ['StuckReason', STUCK_REASONS],
    ] as const) {
      expect(queries.flatMap((query) => valuesOf(name, query)).filter((value) => !(value in values))).toEqual([]);
    }
  });
});

/** Values that a query compares an attribute with, by `=` or in a list. */
function valuesOf(name: string, query: string): string[] {
  const found = query.match(new RegExp(`\\b${name} (= "\\w+"|IN \\([^)]*\\))`, 'g')) ?? [];
  return found.flatMap((one) => [...one.matchAll(/"(\w+)"/g)].map(([, value = '']) => value));
}

describe('the operators’ commands', () => {
  const named = [...documents(), 'workflows/line-entity.ts'].flatMap((file) =>
    [...readText(file).matchAll(/npm run ops -- (?!--help|…|<command>)(\w+)([^`\n]*)/g)].map(
      ([, name = '', rest = '']) => ({
        file,
        name,
        options: [...rest.matchAll(/--([a-z-]+)/g)].map(([, o = '']) => o),
      }),
    ),
  );

  it('are there where documents and details name them', () => {
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !(name in COMMANDS))).toEqual([]);
  });

  it('take the options that they are named with', () => {
    const wrong = named.filter(({ name, options }) =>
      options.some((option) => !['as', 'api', 'help'].includes(option) && !(option in (COMMANDS[name]?.options ?? {}))),
    );
    expect(wrong).toEqual([]);
  });
});
