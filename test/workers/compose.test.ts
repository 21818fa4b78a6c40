import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeDeps } from '../../workers/compose';
import { startActivityStage } from '../activities/support/stage';
import type { ActivityStage } from '../activities/support/stage';

let stage: ActivityStage;
beforeAll(async () => {
  stage = await startActivityStage();
});
afterAll(() => stage.close());

/** Each part is asked something that only works with the addresses and secrets of the environment. */
describe('what the worker composes from its environment', () => {
  it('asks cap-svc, and brokers tokens that the rail takes', async () => {
    const { cap, access, railOf } = stage.deps;
    const seller = await cap.resolveSeller('+37369000001', 'whatsapp', 'compose');
    expect(seller).toMatchObject({ posUserId: 'pos-0001', merchants: [{ merchantId: 'cafea-centru' }] });
    const granted = await access.access('pos-0001', 'cafea-centru', 'compose');
    expect(granted.origin).toBe(stage.railUrls[0]);
    await expect(railOf(stage.line.id).readPublicKey(granted)).resolves.toBe(stage.rails[0].key.publicKey);
  });

  it('sends no token to a bank that RAIL_ORIGINS does not name', async () => {
    const { access } = composeDeps({ ...stage.env, railOrigins: stage.railUrls.slice(1) }, stage.temporal.client, []);
    await expect(access.access('pos-0001', 'cafea-centru', 'compose')).rejects.toMatchObject({
      kind: 'BadRequest',
    });
  });

  it('puts each line on the rail that settles its currency', () => {
    const lines = [
      stage.line,
      { ...stage.line, id: 'kw', currency: 'KWD' },
      { ...stage.line, id: 'q8', currency: 'KWD' },
    ];
    const { railOf } = composeDeps(stage.env, stage.temporal.client, lines);
    const settled = (id?: string) => railOf(id).capabilities.currencies;
    expect([settled(stage.line.id), settled('kw'), settled('gone'), settled(undefined)]).toEqual([
      ['MDL'],
      ['KWD'],
      ['MDL'],
      ['MDL'],
    ]);
    expect(railOf('q8')).toBe(railOf('kw'));
  });

  it('writes through WhatsApp, signed with the first app secret', async () => {
    const { whatsapp } = stage.deps.channels;
    const { messageId } = stage.meta.phones.send({ type: 'text', from: '37369000001', text: 'pay 1' });
    await whatsapp?.acknowledge(stage.line, messageId);
    expect(stage.meta.chats.find(messageId)).toMatchObject({ typing: true });
  });

  it('has callbacks sent to PUBLIC_URL, and no channel that no line asks for', () => {
    expect(stage.deps.publicUrl).toBe(stage.env.publicUrl);
    expect(Object.keys(stage.deps.channels)).toEqual(['whatsapp']);
    expect(Math.abs(stage.deps.now().getTime() - Date.now())).toBeLessThan(5_000);
  });
});
