import { Client, Connection } from '@temporalio/client';
import type { LoadedDataConverter, Payload } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow';
import type { temporal } from '@temporalio/proto';
import { createDataConverter } from '../../../workers/codec/data-converter';
import type { Stack } from '../../stack';

export interface Temporal {
  readonly client: Client;
  /** Values of encrypted payloads; what can't be read is left out. */
  read(payloads: readonly Payload[] | null | undefined): Promise<unknown[]>;
  /** What a failure says, down to its cause. */
  readFailure(failure: temporal.api.failure.v1.IFailure | null | undefined): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Reads the sandbox's own Temporal server, with the sandbox's key. */
export async function connectTemporal({ ports, env }: Stack): Promise<Temporal> {
  const connection = await Connection.connect({ address: `127.0.0.1:${String(ports.temporal)}` });
  const keys = (env['PAYLOAD_KEYS'] ?? '').split(',').map((pair) => {
    const [id = '', key = ''] = pair.split(':');
    return { id, key: Buffer.from(key, 'base64') };
  });
  const client = new Client({ connection, dataConverter: createDataConverter(keys) });
  const converter: LoadedDataConverter = client.options.loadedDataConverter;
  return {
    client,
    read: async (payloads) => decodeArrayFromPayloads(converter, [...(payloads ?? [])]),
    readFailure: async (failure) => {
      const error = await decodeOptionalFailureToOptionalError(converter, failure);
      return error && messageOf(error);
    },
    close: () => connection.close(),
  };
}

function messageOf(error: Error): string {
  return error.cause instanceof Error ? messageOf(error.cause) : error.message;
}
