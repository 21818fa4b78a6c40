import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import { z } from 'zod';
import type { SandboxClock } from './clock';
import type { FaultBook } from './faults';
import type { Journal } from './journal';

/** A simulator that answers on loopback. */
export interface Running {
  readonly url: string;
  /** Breaks off open connections, unanswered ones included, and stops the simulator's time. It may listen again. */
  close(): Promise<void>;
}

/** @param port 0: any free one @throws the listener's error (EADDRINUSE) when the port is taken */
export async function listen(app: Express, port: number, clock: SandboxClock): Promise<Running> {
  const server = createServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  clock.resume();
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      clock.pause();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface Controlled<Action> {
  readonly faults: FaultBook<Action>;
  readonly journal: Journal;
  readonly clock: SandboxClock;
}

const advance = z.strictObject({ advanceMs: z.int().min(0) });

/** The control routes that every simulator has: faults, journal, clock. Mounted under `/__control`. */
export function createControlRouter<Action>({ faults, journal, clock }: Controlled<Action>): Router {
  const router = express.Router();
  router.use(express.json({ limit: '4mb' }));
  router.get('/faults', (_request, response) => void response.json(faults.list()));
  router.put('/faults', (request, response) => {
    faults.replace(request.body);
    response.json(faults.list());
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.get('/journal', (request, response) => {
    const since = z.coerce.number().int().min(0).default(0).parse(request.query['since']);
    response.json({ entries: journal.since(since), last: journal.last });
  });
  router.delete('/journal', (_request, response) => {
    journal.clear();
    response.status(204).end();
  });
  router.post('/clock', (request, response) => {
    clock.advance(advance.parse(request.body).advanceMs);
    response.json({ now: new Date(clock.now()).toISOString() });
  });
  return router;
}

/** Says what is wrong with a control call; put it after the last control route. */
export const controlErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  if (error instanceof z.ZodError) response.status(400).json({ error: z.prettifyError(error) });
  else if (error instanceof ControlError) response.status(error.status).json({ error: error.message });
  else if (error instanceof SyntaxError) response.status(400).json({ error: 'The body is not JSON.' });
  else next(error);
};

/** A control call that can't be done as asked. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}
