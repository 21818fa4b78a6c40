import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { createPayloadCodec } from '../../../workers/codec/payload-codec';
import type { PayloadKey } from '../../../workers/codec/payload-codec';
import { fromJson, payloadsSchema, toJson } from '../../../api/codec/payloads';
import { CommandError, optional } from '../command';
import type { Desk, Options } from '../command';

const NAME = /^payments-\d{4}-\d\d-\d\d\.jsonl$/;
const rowSchema = z.object({ linkId: z.string(), sellerId: z.string(), ...payloadsSchema.shape });
type Row = z.infer<typeof rowSchema>;

/** What an archive keeps of a payment. `kept` is encrypted like every payload; the two ids are not personal. */
export interface Entry {
  readonly linkId: string;
  /** Empty in old archives, of commands that made no payment. */
  readonly sellerId: string;
  readonly kept: unknown;
}

/** A day's file; `kept`: rows of before, of payments that Temporal does not hold any more. */
export interface Written {
  readonly path: string;
  readonly rows: number;
  readonly kept: number;
}

/**
 * A folder with one file a day, one payment a line, encrypted with PAYLOAD_KEYS. Plain files, so that any store will do, and
 * a seller's rows can be taken out again.
 */
export class Archive {
  private readonly codec: PayloadCodec;

  constructor(
    private readonly folder: string,
    keys: readonly PayloadKey[],
  ) {
    this.codec = createPayloadCodec(keys);
  }

  /** Writes a day anew, as a whole or not at all; what the file alone still holds stays in it. */
  async write(day: string, entries: readonly Entry[]): Promise<Written> {
    const name = `payments-${day}.jsonl`;
    const path = join(this.folder, name);
    const written = new Set(entries.map(({ linkId }) => linkId));
    const before = existsSync(path) ? rowsOf(path) : [];
    const kept = before.filter(({ linkId, sellerId }) => sellerId !== '' && !written.has(linkId));
    const rows = await Promise.all(
      entries.map(async ({ linkId, sellerId, kept }): Promise<Row> => {
        const sealed = await this.codec.encode([{ data: Buffer.from(JSON.stringify(kept)) }]);
        return { linkId, sellerId, ...toJson(sealed) };
      }),
    );
    return { path: this.put(name, [...kept, ...rows]), rows: kept.length + rows.length, kept: kept.length };
  }

  async read(path: string): Promise<readonly Entry[]> {
    return Promise.all(
      rowsOf(path).map(async ({ linkId, sellerId, payloads }) => {
        const [open] = await this.codec.decode(fromJson({ payloads }));
        const kept: unknown = JSON.parse(Buffer.from(open?.data ?? []).toString());
        return { linkId, sellerId, kept };
      }),
    );
  }

  /** @throws CommandError where there is no such folder: a mistyped one would leave the seller in the right one */
  mustExist(): void {
    if (existsSync(this.folder)) return;
    throw new CommandError(
      `There is no folder ${this.folder}, so nothing was erased anywhere. Name the archive with --archive; where none was ever written, make the folder.`,
    );
  }

  isEmpty(): boolean {
    return this.files().every((name) => rowsOf(join(this.folder, name)).length === 0);
  }

  /** Takes a seller out of every file. @returns how many rows went */
  forget(sellerId: string): number {
    return this.files().reduce((gone, name) => {
      const rows = rowsOf(join(this.folder, name));
      const rest = rows.filter((row) => row.sellerId !== sellerId);
      if (rest.length < rows.length) this.put(name, rest);
      return gone + rows.length - rest.length;
    }, 0);
  }

  /** Rows that no SellerId finds. @returns how many, by the file's path */
  nameless(): readonly (readonly [path: string, rows: number])[] {
    return this.files()
      .map((name) => join(this.folder, name))
      .map((path) => [path, rowsOf(path).filter(({ sellerId }) => sellerId === '').length] as const)
      .filter(([, rows]) => rows > 0);
  }

  private files(): readonly string[] {
    this.mustExist();
    return readdirSync(this.folder).filter((name) => NAME.test(name));
  }

  private put(name: string, rows: readonly Row[]): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, name);
    writeFileSync(`${path}.part`, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 });
    renameSync(`${path}.part`, path);
    return path;
  }
}

function rowsOf(path: string): readonly Row[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => rowSchema.parse(JSON.parse(line)));
  } catch (cause) {
    throw new CommandError(`${path} is no archive that can be read.`, { cause });
  }
}

/** The archive that an operator means. */
export const archiveOf = ({ env }: Pick<Desk, 'env'>, options: Options): Archive =>
  new Archive(optional(options, 'archive') ?? 'archive', env.payloadKeys);
