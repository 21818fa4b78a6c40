import type { WhatsAppChannel } from '../../channels/whatsapp/client';
import type { TemplateDefinition } from '../../channels/whatsapp/templates/definitions';
import type { Line } from '../../domain/line';
import { compareTemplates, showDrift, showRow } from './plan';

export type TemplatesCommand = 'status' | 'sync' | 'diff';

export interface TemplatesDeps {
  readonly channel: Pick<WhatsAppChannel, 'readTemplates' | 'createTemplate'>;
  /** One line per account. */
  readonly lines: readonly Line[];
  readonly definitions: readonly TemplateDefinition[];
  readonly say: (text: string) => void;
}

/** @returns the exit code: 1 where something is not as it should be */
export async function runTemplates(command: TemplatesCommand, deps: TemplatesDeps): Promise<number> {
  let worst = 0;
  for (const line of deps.lines) {
    deps.say(`Account ${line.wabaId ?? ''} of line ${line.id}`);
    worst = Math.max(worst, await (command === 'sync' ? sync(line, deps) : look(command, line, deps)));
  }
  return worst;
}

async function look(command: 'status' | 'diff', line: Line, { channel, definitions, say }: TemplatesDeps) {
  const rows = compareTemplates(definitions, await channel.readTemplates(line));
  const wrong = rows.filter(({ problem }) => (command === 'diff' ? problem === 'drift' : problem !== undefined));
  for (const row of command === 'diff' ? wrong : rows) say(command === 'diff' ? showDrift(row) : showRow(row));
  say(`${rows.length} templates, ${wrong.length} ${command === 'diff' ? 'differ' : 'not ready'}`);
  return wrong.length === 0 ? 0 : 1;
}

async function sync(line: Line, { channel, definitions, say }: TemplatesDeps): Promise<number> {
  const rows = compareTemplates(definitions, await channel.readTemplates(line));
  const missing = rows.filter(({ problem }) => problem === 'missing').map(({ definition }) => definition);
  let warnings = 0;
  for (const [index, definition] of missing.entries()) {
    const { status, category } = await channel.createTemplate(line, definition);
    const other = category.toUpperCase() !== 'UTILITY';
    warnings += other ? 1 : 0;
    const warning = other ? ` — WARNING: Meta files it under ${category}, so it is not sent` : '';
    say(`  ${index + 1}/${missing.length} ${definition.name} (${definition.locale}): ${status}${warning}`);
  }
  for (const row of rows.filter(({ problem }) => problem === 'drift')) say(showRow(row));
  say(`${missing.length} submitted, ${rows.length - missing.length} were there already`);
  return warnings === 0 ? 0 : 1;
}
