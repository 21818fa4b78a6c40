import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import helmet from 'helmet';
import type { Stack } from '../stack';
import { buildApp } from './build';
import { createApi } from './server/api';
import { streamBoard } from './server/events';
import { onlyThisPage } from './server/guard';
import { Page } from './server/page';

export interface PageOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly stack: Stack;
  /** Told of a step that takes a moment. */
  readonly onStep?: (what: string) => void;
}

export interface RunningPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Nothing comes from elsewhere, nothing is inline, nothing may frame the page. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Serves the page to play with: the chat, the customer's phone and what the system does, live. */
export async function startPage({ port, stack, onStep }: PageOptions): Promise<RunningPage> {
  const folder = await buildApp(onStep);
  const page = await Page.open(stack);
  const app = express().disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: POLICY },
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  app.use(onlyThisPage);
  app.get(
    '/events',
    streamBoard(page.board, () => page.look()),
  );
  app.use('/api', createApi(page));
  app.use(express.static(folder));
  const server = createServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://localhost:${String(address.port)}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await page.close();
    },
  };
}
