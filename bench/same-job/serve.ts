import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createAddressing } from '../../addressing/addressing';
import { verifySignature } from '../../channels/whatsapp/signature';
import { readWebhook } from '../../channels/whatsapp/webhook';
import { readEnv } from '../../config/env';
import type { Env } from '../../config/env';
import { readLines } from '../../config/lines';
import type { RailReport } from '../../domain/payment';
import { readCallback } from '../../rails/miapos/callback';
import { createKeyRing } from '../../rails/key-ring';
import { createMiaposRail } from '../../rails/miapos/client';
import { composeSteps } from './steps';
import type { SellInput, Steps } from './steps';

/** What remembers that a payment is under way: DBOS, or Temporal without our design. */
export interface Engine {
  start(input: SellInput): Promise<unknown>;
  report(linkId: string, report: RailReport): Promise<unknown>;
  stop(): Promise<unknown>;
}

/**
 * The same job in one process: webhook and callback with their signatures, six calls over HTTP by the product's own clients. Of
 * what the product does beside it there is nothing: no chat, no window, no debts, no polls, no other instance.
 */
export function serve(open: Open): void {
  run(open).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
}

type Open = (steps: Steps, env: Env) => Promise<Engine>;

async function run(open: Open): Promise<void> {
  const env = readEnv(process.env, 'worker');
  const api = readEnv(process.env, 'api');
  const lines = readLines(env.linesFile);
  const addressing = createAddressing(env.addressKeys);
  const steps = composeSteps(env, lines);
  const engine = await open(steps, env);
  const rail = createMiaposRail();
  const keys = createKeyRing({
    origins: env.railOrigins,
    fetchKey: (granted) => rail.readPublicKey(granted),
    now: Date.now,
  });
  const lookUp = {
    byAddress: (address: string) => lines.find((line) => line.address === address),
    byWaba: (waba: string) => lines.filter(({ wabaId }) => wabaId === waba),
  };

  async function takeWebhook(body: Buffer, signature: string | undefined): Promise<number> {
    if (verifySignature(body, signature, api.meta.appSecrets) === -1) return 401;
    const { messages } = readWebhook(JSON.parse(body.toString('utf8')), lookUp, () => undefined);
    for (const message of messages) {
      const [linkId] = addressing.linkIds(message);
      await engine.start({ linkId, message });
    }
    return 200;
  }

  async function takeCallback(linkId: string, body: Buffer, headers: IncomingMessage['headers']): Promise<number> {
    const callback = readCallback(body, headers);
    if (callback?.report === undefined) return 400;
    if (keys.fitting(callback).length === 0) {
      const verdict = await keys.originsOf(callback, () => steps.lastAccess());
      if (verdict.fits === undefined) return 503;
    }
    await engine.report(linkId, callback.report);
    return 200;
  }

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => {
        const { url = '' } = request;
        if (url.startsWith('/webhooks/rail/'))
          return takeCallback(url.slice('/webhooks/rail/'.length), body, request.headers);
        if (url === '/webhooks/whatsapp')
          return takeWebhook(body, request.headers['x-hub-signature-256'] as string | undefined);
        return 200;
      })
      .catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        return 503;
      })
      .then((status) => void response.writeHead(status).end());
  });
  server.keepAliveTimeout = 65_000;
  server.listen(api.port);
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    void engine.stop().finally(() => process.exit(0));
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
