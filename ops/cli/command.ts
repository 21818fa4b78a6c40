import type { Client } from '@temporalio/client';
import type { Env } from '../../config/env';
import type { Addressing } from '../../addressing/addressing';
import type { Line } from '../../domain/line';

/** What a command works with. */
export interface Desk {
  readonly env: Env;
  readonly client: Client;
  readonly namespace: string;
  readonly lines: readonly Line[];
  readonly addressing: Addressing;
  /** Where decisions about money go. */
  readonly api: { readonly url: string; readonly token?: string };
  /** Who asks: kept with what is done. */
  readonly operator: string;
  readonly say: (line: string) => void;
}

export type Options = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  /** As typed, without the name: `<payment> --reason TEXT`. */
  readonly usage: string;
  readonly help: string;
  /** Long options; those with a value are `string`. */
  readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** How many words follow the name, at least and at most. */
  readonly words?: readonly [least: number, most: number];
  /** @returns the exit code */
  run(desk: Desk, words: readonly string[], options: Options): Promise<number>;
}

/** Something the operator has to do otherwise: its message is all that is shown. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new CommandError(`--${name} is needed. See npm run ops -- <command> --help.`);
}

export const optional = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};
