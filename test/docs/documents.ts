import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Everything that people read, by its path from the root. */
export function documents(): readonly string[] {
  return ['.', 'docs', 'docs/adr', 'sandbox'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
}

/** Top folders that hold code; what is built or installed is not ours to explain. */
export const codeFolders = (): readonly string[] =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|dist|coverage|docs)$/.test(entry.name))
    .map(({ name }) => name);

export const diagrams = (): readonly string[] =>
  readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.svg'))
    .map((name) => join('docs', name));

/** Text of a document without its code blocks: an example is no promise. */
export const prose = (file: string): string => readText(file).replace(/^```.*?^```$/gms, '');

/** Rows of tables with more or fewer cells than their head: GitHub cuts what is over, e.g. after a bare | in code. */
export function brokenRows(file: string): readonly string[] {
  const tables = prose(file).match(/(?:^\|.*\n)+/gm) ?? [];
  const cells = (row: string): number => row.replaceAll('\\|', '').split('|').length;
  return tables.flatMap((table) => {
    const [head = '', ...rows] = table.trimEnd().split('\n');
    return rows.filter((row) => cells(row) !== cells(head));
  });
}

/** Headings as GitHub names their anchors. */
function anchors(file: string): readonly string[] {
  return [...prose(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Links of a document that lead nowhere in the clone. */
export function deadLinks(file: string): readonly string[] {
  const links = [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  return links.filter((to) => !/^[a-z]+:/.test(to)).filter((to) => !leadsSomewhere(file, to));
}

function leadsSomewhere(from: string, to: string): boolean {
  const [path = '', anchor] = to.split('#');
  const file = path === '' ? from : relative(ROOT, join(ROOT, dirname(from), path));
  if (!existsSync(join(ROOT, file))) return false;
  return anchor === undefined || anchors(file).includes(anchor);
}

/** Names in backticks that look like a file or folder of the clone, and are none. Patterns and placeholders are no names. */
export function deadPaths(file: string): readonly string[] {
  const names = [...prose(file).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?|[\w-]+\/)`/g)].map(([, name = '']) => name);
  const folders = readdirSync(ROOT);
  return names
    .filter((name) => folders.includes(name.split('/')[0] ?? ''))
    .filter((name) => !existsSync(join(ROOT, name)) && !existsSync(join(ROOT, dirname(file), name)));
}

/** Rows of the first table under a heading, cell by cell; backticks are taken off a cell that is one name. */
export function tableUnder(file: string, lead: string): readonly (readonly string[])[] {
  const text = readText(file);
  const at = text.indexOf(lead);
  if (at === -1) throw new Error(`${file} no longer says "${lead}".`);
  const lines = text.slice(at + lead.length).split('\n');
  const from = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(from);
  const end = table.findIndex((line) => !line.startsWith('|'));
  return table.slice(2, end === -1 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  );
}

/** Whether `file`: title is a test that there is. A title stands in quotes of its own: words that only look like one prove nothing. */
export function isProof(proof: string): boolean {
  const [, file, title] = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(proof) ?? [];
  if (file === undefined || title === undefined || !existsSync(join(ROOT, file))) return false;
  return ["'", '"', '`'].some((quote) => readText(file).includes(`${quote}${title}${quote}`));
}

export const firstCells = (file: string, lead: string): string[] => tableUnder(file, lead).map(([first = '']) => first);
