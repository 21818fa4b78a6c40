import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createWhatsAppChannel } from '../../../channels/whatsapp/client';
import { accepted, graphError, graphServer, type Script } from './graph-server';
import { line } from './payloads';

const TOKEN = 'EAAtoken';
const proofOf = (secret: string) => createHmac('sha256', secret).update(TOKEN).digest('hex');

/** Meta, which knows one secret at a time. */
async function withMeta<T>(
  now: { secret: string },
  use: (send: () => Promise<unknown>, proofs: () => string[]) => Promise<T>,
) {
  const answer: Script[number] = (response, { query }) => {
    const fits = query['appsecret_proof'] === proofOf(now.secret);
    const refusal = graphError(100, { message: 'Invalid appsecret_proof provided in the API argument' });
    response.writeHead(fits ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(fits ? accepted() : refusal));
  };
  const server = await graphServer(Array.from({ length: 20 }, () => answer));
  const channel = createWhatsAppChannel({
    graphUrl: server.url,
    graphVersion: 'v26.0',
    accessToken: TOKEN,
    appSecrets: ['current', 'next'],
    timeoutMs: 5_000,
  });
  const send = () => channel.send(line(), { phone: '37369000001' }, { kind: 'text', body: 'Salut' }, { key: 'k' });
  try {
    return await use(send, () => server.received.map(({ query }) => query['appsecret_proof'] ?? ''));
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

describe('while the app secret is being changed', () => {
  it('calls are proven with the current one, then with the next from the moment Meta has it', async () => {
    const meta = { secret: 'current' };
    await withMeta(meta, async (send, proofs) => {
      await send();
      meta.secret = 'next';
      await send();
      await send();
      expect(proofs()).toEqual(['current', 'current', 'next', 'next'].map(proofOf));
    });
  });

  it('and back, where the change is taken back', async () => {
    const meta = { secret: 'next' };
    await withMeta(meta, async (send, proofs) => {
      await send();
      meta.secret = 'current';
      await send();
      expect(proofs()).toEqual(['current', 'next', 'next', 'current'].map(proofOf));
    });
  });

  it('and where none fits, each is tried once and the account is what has to be looked at', async () => {
    await withMeta({ secret: 'of another app' }, async (send, proofs) => {
      await expect(send()).rejects.toMatchObject({ kind: 'AccountBlocked' });
      expect(proofs()).toEqual(['current', 'next'].map(proofOf));
    });
  });

  it('no other refusal makes a call twice', async () => {
    const server = await graphServer([{ status: 400, json: graphError(100) }, { json: accepted() }]);
    const channel = createWhatsAppChannel({
      graphUrl: server.url,
      graphVersion: 'v26.0',
      accessToken: TOKEN,
      appSecrets: ['current', 'next'],
      timeoutMs: 5_000,
    });
    const sent = channel.send(line(), { phone: '37369000001' }, { kind: 'text', body: 'Salut' }, { key: 'k' });
    await expect(sent).rejects.toMatchObject({ kind: 'MessageRejected' });
    expect(server.received).toHaveLength(1);
    await server[Symbol.asyncDispose]();
  });
});
