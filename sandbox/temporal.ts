import { createConnection } from 'node:net';
import { SearchAttributeType } from '@temporalio/common';
import { attributes } from '../workflows/search-attributes';

const TYPES: Partial<Record<SearchAttributeType, string>> = {
  [SearchAttributeType.KEYWORD]: 'Keyword',
  [SearchAttributeType.INT]: 'Int',
  [SearchAttributeType.DATETIME]: 'Datetime',
};

/** Arguments of the Temporal CLI's dev server: in memory, with its UI, our attributes and the codec for the UI. */
export function devServerArgs(options: {
  readonly port: number;
  readonly uiPort: number;
  readonly codecUrl: string;
  /** Keeps histories over restarts. */
  readonly dbFile?: string;
  /** Where it serves figures of its own, for Prometheus. */
  readonly metricsPort?: number;
}): string[] {
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(options.port),
    '--ui-port',
    String(options.uiPort),
    '--ui-codec-endpoint',
    options.codecUrl,
    '--log-level',
    'warn',
    ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
    ...(options.metricsPort === undefined ? [] : ['--metrics-port', String(options.metricsPort)]),
    ...Object.values(attributes).flatMap(({ name, type }) => [
      '--search-attribute',
      `${name}=${TYPES[type] ?? 'Keyword'}`,
    ]),
  ];
}

/** True once something accepts connections there. */
export const accepts = (port: number) => (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
