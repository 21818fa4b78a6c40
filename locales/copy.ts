import { IntlMessageFormat } from 'intl-messageformat';
import { LOCALES, type Locale } from '../domain/locale';
import de from './de.json';
import en from './en.json';
import fr from './fr.json';
import ro from './ro.json';
import ru from './ru.json';

type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}`;
}[keyof T & string];

/** A message of the locale files by its path: `notice.headline.paid`. */
export type CopyKey = Keys<typeof en>;
export type Values = Readonly<Record<string, string | number>>;

/** A parsed ICU message. */
export type Ast = ReturnType<IntlMessageFormat['getAst']>;
export type Copy = Readonly<Record<Locale, ReadonlyMap<string, Ast>>>;

interface Node {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

const LITERAL = 0;

/** @returns the names of all values that a message asks for, also within plurals and selects. */
export function placeholders(ast: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of ast) {
    if (node.type !== LITERAL && typeof node.value === 'string') names.add(node.value);
    for (const option of Object.values(node.options ?? {})) {
      for (const name of placeholders(option.value)) names.add(name);
    }
  }
  return names;
}

function flatten(tree: unknown, path: string, problems: string[], into: Map<string, string>): Map<string, string> {
  if (typeof tree === 'string' && tree.trim() !== '') into.set(path, tree);
  else if (typeof tree === 'object' && tree !== null && !Array.isArray(tree)) {
    for (const [key, value] of Object.entries(tree)) {
      flatten(value, path === '' ? key : `${path}.${key}`, problems, into);
    }
  } else problems.push(`${path} is no text`);
  return into;
}

function parseAll(locale: Locale, tree: unknown, problems: string[]): Map<string, Ast> {
  const parsed = new Map<string, Ast>();
  const found: string[] = [];
  for (const [key, message] of flatten(tree, '', found, new Map())) {
    try {
      parsed.set(key, new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
    } catch (error) {
      found.push(`${key} is no ICU message (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  problems.push(...found.map((problem) => `${locale}: ${problem}`));
  return parsed;
}

function compare(locale: Locale, copy: ReadonlyMap<string, Ast>, model: ReadonlyMap<string, Ast>): string[] {
  const problems = [...copy.keys()].filter((key) => !model.has(key)).map((key) => `${locale}: ${key} is unknown`);
  for (const [key, ast] of model) {
    const own = copy.get(key);
    if (own === undefined) {
      problems.push(`${locale}: ${key} is missing`);
      continue;
    }
    const [wanted, given] = [placeholders(ast), placeholders(own)].map((names) => [...names].sort().join(', '));
    if (wanted !== given) problems.push(`${locale}: ${key} takes {${given ?? ''}} instead of {${wanted ?? ''}}`);
  }
  return problems;
}

/**
 * Parses the locale files and holds them against the English one.
 * @throws Error that lists every missing or unknown key, broken message and differing placeholder: a process with
 * incomplete copy must not start, since it would find out while telling somebody about money.
 */
export function parseCopy(sources: Readonly<Record<Locale, unknown>>): Copy {
  const problems: string[] = [];
  const copy = {
    ro: parseAll('ro', sources.ro, problems),
    ru: parseAll('ru', sources.ru, problems),
    en: parseAll('en', sources.en, problems),
    fr: parseAll('fr', sources.fr, problems),
    de: parseAll('de', sources.de, problems),
  };
  for (const locale of LOCALES) problems.push(...compare(locale, copy[locale], copy.en));
  if (problems.length > 0) {
    throw new Error(`The locale files do not fit together; mend locales/*.json:\n${problems.join('\n')}`);
  }
  return copy;
}

export const SOURCES = { ro, ru, en, fr, de } as const satisfies Record<Locale, typeof en>;
export const COPY = parseCopy(SOURCES);

const formats = new Map<string, IntlMessageFormat>();

/**
 * Puts a message into words. Values are data: whatever is in them, they are never read as ICU.
 * @param tag the regional tag that numbers inside the message are written by.
 * @throws Error if a value is missing.
 */
export function say(locale: Locale, tag: string, key: CopyKey, values: Values = {}): string {
  const cacheKey = `${tag} ${key}`;
  let format = formats.get(cacheKey);
  if (format === undefined) {
    const ast = COPY[locale].get(key);
    if (ast === undefined) throw new Error(`locales/${locale}.json has no ${key}`);
    format = new IntlMessageFormat(ast, tag);
    formats.set(cacheKey, format);
  }
  const text = format.format<string>(values);
  return typeof text === 'string' ? text : text.join('');
}
