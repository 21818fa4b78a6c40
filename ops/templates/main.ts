import { parseArgs } from 'node:util';
import { createWhatsAppChannel } from '../../channels/whatsapp/client';
import { TEMPLATE_DEFINITIONS } from '../../channels/whatsapp/templates/definitions';
import { readEnv } from '../../config/env';
import { readLines } from '../../config/lines';
import type { Line } from '../../domain/line';
import { runTemplates } from './run';
import type { TemplatesCommand } from './run';

const HELP = `npm run templates -- status|sync|diff [--line ID]

Holds the Utility templates of this repository against those that Meta has, for every WhatsApp account of the lines file.

  status   what Meta has, a line a template; exits with 1 where one can't be sent
  sync     submits what is missing for review; never edits what is there; warns where Meta files one under another category
  diff     the texts that differ; exits with 1 where there are any

  --line ID   only this line's account
  --help      this text

Reads WHATSAPP_ACCESS_TOKEN, META_APP_SECRET, GRAPH_URL, GRAPH_VERSION and LINES_FILE with the rest of the environment.
`;

const isCommand = (word: string | undefined): word is TemplatesCommand =>
  word === 'status' || word === 'sync' || word === 'diff';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { line: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const [command] = positionals;
  if (values.help || !isCommand(command)) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const env = readEnv(process.env, 'worker');
  const channel = createWhatsAppChannel({ ...env.whatsapp, appSecrets: env.meta.appSecrets, timeoutMs: 20_000 });
  const lines = readLines(env.linesFile).filter(
    ({ id, channel: name }) => name === 'whatsapp' && (values.line === undefined || id === values.line),
  );
  if (lines.length === 0) throw new Error(`There is no WhatsApp line ${values.line ?? ''} in ${env.linesFile}.`);
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  return runTemplates(command, { channel, lines: oncePerAccount(lines), definitions: TEMPLATE_DEFINITIONS, say });
}

/** Templates belong to the account; several numbers share one. */
const oncePerAccount = (lines: readonly Line[]): readonly Line[] =>
  lines.filter((line, index) => lines.findIndex(({ wabaId }) => wabaId === line.wabaId) === index);

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
