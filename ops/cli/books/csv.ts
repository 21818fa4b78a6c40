import { CommandError } from '../command';

/** One row of CSV by RFC 4180. A cell that a spreadsheet would run as a formula is shown as text. */
export const csvRow = (cells: readonly (string | number | undefined)[]): string => cells.map(cellOf).join(',');

function cellOf(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Rows of a CSV by the names of its first row, which may stand in any order and be written in any letter case. Separated by
 * commas, semicolons or tabs, whichever the first row has; a byte order mark is no part of a name.
 *
 * @throws CommandError where a needed column is missing
 */
export function readCsv(text: string, needed: readonly string[]): readonly ReadonlyMap<string, string>[] {
  const [head = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const separator = [';', '\t'].find((one) => head.includes(one)) ?? ',';
  const names = cellsOf(head, separator).map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name.toLowerCase()));
  if (missing.length > 0) throw new CommandError(`The file's first row lacks ${missing.join(', ')}.`);
  return rows
    .filter((row) => row.trim() !== '')
    .map((row) => new Map(cellsOf(row, separator).map((cell, at) => [names[at] ?? '', cell.trim()])));
}

function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let rest = row;
  for (;;) {
    const quoted = /^ *"((?:[^"]|"")*)" */.exec(rest);
    const end = quoted === null ? rest.indexOf(separator) : rest.indexOf(separator, quoted[0].length);
    const raw = end === -1 ? rest : rest.slice(0, end);
    cells.push(quoted === null ? raw : (quoted[1] ?? '').replaceAll('""', '"'));
    if (end === -1) return cells;
    rest = rest.slice(end + 1);
  }
}
