import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const ROOT = resolve(__dirname, '../..');
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What the tests look at; the Compose Specification's schema has judged the rest. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly env_file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly stop_grace_period?: string;
  readonly restart?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}

/** Parsed as compose does: YAML 1.1 merge keys, `<<`. */
export const readCompose = (): Compose => parse(readText('docker-compose.yml'), { merge: true }) as Compose;

/** The variables that .env.example sets, and those it shows commented out. */
export function readExample(): { readonly set: Readonly<Record<string, string>>; readonly shown: readonly string[] } {
  const lines = readText('.env.example').split('\n');
  const assignments = lines.flatMap((line) => {
    const [, hidden, name, value] = /^(#?)([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ shown: hidden === '#', name, value: value ?? '' }];
  });
  return {
    set: Object.fromEntries(assignments.filter(({ shown }) => !shown).map(({ name, value }) => [name, value])),
    shown: assignments.filter(({ shown }) => shown).map(({ name }) => name),
  };
}
