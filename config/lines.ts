import { z } from 'zod';
import type { Line } from '../domain/line';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error';
import { readJsonFile } from './json-file';
import { lineSchema } from './line-schema';

const EXAMPLE =
  '{"id":"md","channel":"whatsapp","phoneNumberId":"100000000000001","wabaId":"100000000000002",' +
  '"displayNumber":"+37369002773","country":"MD","defaultLocale":"ro"}';

/**
 * Reads the lines file: the business numbers served here.
 *
 * @throws {@link ConfigurationError} that names every wrong row and field
 */
export function readLines(file: string): readonly Line[] {
  const read = z.array(lineSchema).min(1, { error: 'is empty' }).safeParse(readJsonFile(file, 'LINES_FILE'));
  const problems = (read.error?.issues ?? []).map((issue) => toProblem(file, issue));
  if (read.data === undefined) throw new ConfigurationError(problems);
  const wrong = [...findRepeated(file, read.data), ...findUnserved(file, read.data)];
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  return Object.freeze(read.data.map((line) => Object.freeze(line)));
}

function toProblem(file: string, { path: [row, ...field], message }: z.core.$ZodIssue): ConfigurationProblem {
  const place = row === undefined ? file : `${file}: line ${Number(row) + 1}`;
  const what = message.startsWith('Invalid input') ? `is missing or of the wrong kind (${message})` : message;
  return { where: [place, ...field.map(String)].join(', '), what, example: EXAMPLE };
}

/** Ids stand in workflow ids, addresses route what comes in: two lines with one of either could not be told apart. */
function findRepeated(file: string, lines: readonly Line[]): ConfigurationProblem[] {
  return [
    ...repeated(lines.map(({ id }) => id)).map((id) => `uses the id ${id} twice`),
    ...repeated(lines.map(({ channel, address }) => `${channel} ${address}`)).map((it) => `has ${it} twice`),
  ].map((what) => ({ where: file, what }));
}

function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, at) => items.indexOf(item) !== at))];
}

/** Their form is known and their channel is not built: what such a line is sent would get no answer, and nobody would hear of it. */
function findUnserved(file: string, lines: readonly Line[]): ConfigurationProblem[] {
  return lines
    .filter(({ channel }) => channel === 'telegram')
    .map(({ id }) => ({
      where: file,
      what: `has the telegram line ${id}, which this version can't serve: take it out`,
    }));
}
