import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { createAddressing } from '../../addressing/addressing';
import { verifySignature } from '../../channels/whatsapp/signature';
import { readWebhook } from '../../channels/whatsapp/webhook';
import { readEnv } from '../../config/env';
import { readLines } from '../../config/lines';
import { readCallback } from '../../rails/miapos/callback';
import { createKeyRing } from '../../rails/key-ring';
import { createMiaposRail } from '../../rails/miapos/client';
import { createSealedJson } from './sealed-json';
import { composeSteps } from './steps';
import { sellWith } from './sell';

/**
 * The same job on DBOS Transact: webhook, six steps over HTTP with the product's own clients, a callback in between, everything
 * that is stored encrypted. One process, as its documentation has it.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env, 'worker');
  const api = readEnv(process.env, 'api');
  const lines = readLines(env.linesFile, env);
  const addressing = createAddressing(env.addressKeys);
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: process.env['BENCH_DATABASE_URL'] ?? '',
    runAdminServer: false,
    logLevel: 'warn',
    serializer: createSealedJson(env.payloadKeys[0]?.key ?? Buffer.alloc(0)),
    systemDatabasePoolSize: 20,
  });
  const steps = composeSteps(env, lines);
  const sell = DBOS.registerWorkflow(sellWith(steps), { name: 'sell' });
  await DBOS.launch();

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
      await DBOS.startWorkflow(sell, { workflowID: linkId })({ linkId, message });
    }
    return 200;
  }

  async function takeCallback(linkId: string, body: Buffer, headers: IncomingMessage['headers']): Promise<number> {
    const callback = readCallback(body, headers);
    if (callback?.report === undefined) return 400;
    if (keys.fitting(callback) === undefined) {
      const verdict = await keys.originOf(callback, () => steps.lastAccess());
      if (verdict.fits === undefined) return 503;
    }
    await DBOS.send(linkId, callback.report, 'rail', callback.report.paymentId);
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
    void DBOS.shutdown().finally(() => process.exit(0));
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
