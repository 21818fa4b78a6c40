import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { createAddressing } from '../../addressing/addressing';
import { readEnv } from '../../config/env';
import { readLines } from '../../config/lines';
import { connectTemporal } from '../../temporal/connect';
import { createDataConverter } from '../../workers/codec/data-converter';
import { CommandError } from './command';
import type { Command, Options } from './command';
import { COMMANDS } from './commands';

const COMMON = { as: { type: 'string' }, api: { type: 'string' }, help: { type: 'boolean' } } as const;
const WHERE = `
  --as NAME    who asks, kept with what is done; default: your user name. Where money is decided, OPS_TOKEN says it instead
  --api URL    where decisions about money go; default PUBLIC_URL
  --help       this text

Reads the environment as the worker does: TEMPORAL_*, PAYLOAD_KEYS, ADDRESS_KEY, CAP_SVC_*, LINES_FILE …
`;

function overview(): string {
  const rows = Object.entries(COMMANDS).map(([name, { usage }]) => `  ${name} ${usage}`);
  return `npm run ops -- <command> …\n\n${rows.join('\n')}\n\n  <command> --help   what it does\n${WHERE}`;
}

async function main([name = '', ...rest]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stdout.write(
      name === '' || name === '--help' ? overview() : `There is no command ${name}.\n\n${overview()}`,
    );
    return name === '--help' ? 0 : 2;
  }
  const { values, positionals } = read(name, command, rest);
  if (values['help'] === true) {
    process.stdout.write(`npm run ops -- ${name} ${command.usage}\n\n${command.help}\n${WHERE}`);
    return 0;
  }
  const [least, most] = command.words ?? [0, 0];
  if (positionals.length < least || positionals.length > most) {
    throw new CommandError(`Like this: npm run ops -- ${name} ${command.usage}`);
  }
  return work(command, positionals, values);
}

function read(name: string, command: Command, args: readonly string[]): { values: Options; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...command.options, ...COMMON } });
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : '';
    throw new CommandError(`${what}\nLike this: npm run ops -- ${name} ${command.usage}`, { cause });
  }
}

async function work(command: Command, words: readonly string[], options: Options): Promise<number> {
  const env = readEnv(process.env, 'worker');
  const { client, connection, namespace } = await connectTemporal(createDataConverter(env.payloadKeys));
  const token = process.env['OPS_TOKEN'];
  const { as = userInfo().username, api = env.publicUrl } = options;
  try {
    return await command.run(
      {
        env,
        client,
        namespace,
        lines: readLines(env.linesFile),
        addressing: createAddressing(env.addressKeys),
        api: { url: String(api), ...(token === undefined || token === '' ? {} : { token }) },
        operator: String(as),
        say: (line) => void process.stdout.write(`${line}\n`),
      },
      words,
      options,
    );
  } finally {
    await connection.close();
  }
}

/** What an operator can do something about is told in a sentence, without a stack. */
function messageOf(error: unknown): string {
  if (error instanceof WorkflowUpdateFailedError) return `Refused: ${error.cause?.message ?? 'no reason given'}`;
  if (error instanceof WorkflowNotFoundError) return 'Its run is over, or there is none: see npm run ops -- show.';
  return error instanceof Error ? error.message : String(error);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = error instanceof CommandError ? 2 : 1;
  },
);
