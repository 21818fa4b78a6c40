import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEED_MERCHANTS } from '../../sandbox/seed';
import { createPayloadCodec } from '../../workers/codec/payload-codec';
import { everythingHeld, withLayers } from '../support/held';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';
import { PAYER, PEOPLE, secretStories, USER_ID, WORDS } from '../support/secret-stories';
import { shownBy } from '../support/shown';

const MINUTES = 300_000;

let live: Live;
let personal: readonly string[];
let secret: readonly string[];
let held: string;
/** The same, opened with the payload key. */
let opened: string;

beforeAll(async () => {
  // A step that fails is written down as failed once its brief attempts are over.
  live = await startLive({ timings: { localAttempt: 4_000, stuckAfter: 4_000, strangerPause: 1 } });
  const { directory } = live.stack.world.capSvc;
  // Names long enough not to turn up in a megabyte of noise by chance.
  for (const { phone, ...seller } of directory.sellers()) {
    directory.putSeller(phone, { ...seller, displayName: `${seller.displayName} Quillfeather` });
  }
  const stories = secretStories(live);
  await stories.anOrdinaryLinkIsPaid();
  await stories.aPayerIsAsked();
  await stories.aLinkOutlivesItsPayment();
  await stories.aMerchantIsChosen();
  await stories.commandsAreRefused();
  await stories.aSellerIsKnownByIdOnly();
  await stories.stepsFail();

  personal = [...phones(), ...Object.values(WORDS), ...messageIds(), USER_ID, 'Quillfeather', 'Zoltan Unnamed'];
  secret = secrets();
  const key = Buffer.from(live.stack.env['PAYLOAD_KEYS']?.split(':')[1] ?? '', 'base64');
  // Attributes come a little later: they are in clear, so that the reading itself is seen to see.
  held = await eventually(
    () => everythingHeld(live.client),
    (text) => live.payments().every(({ paymentId }) => text.includes(paymentId)),
  );
  opened = await everythingHeld(live.client, createPayloadCodec([{ id: 'sandbox', key }]));
}, MINUTES);
afterAll(async () => {
  await live.stop();
}, MINUTES);

/** Without the country's code too: sellers and banks write phones in either way. */
const phones = () => [...Object.values(PEOPLE), PAYER].map((phone) => phone.slice(4));

const messageIds = () =>
  live.stack.world.meta.chats
    .all()
    .filter(({ kind }) => kind !== 'reaction')
    .map(({ id }) => id);

function secrets(): readonly string[] {
  const { env, world } = live.stack;
  const of = (name: string) => env[name] ?? `no ${name}`;
  const tokens = world.capSvc.journal
    .since()
    .flatMap(({ answer }) => /"accessToken":"([^"]+)"/.exec(JSON.stringify(answer ?? ''))?.[1] ?? []);
  const named = ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'WHATSAPP_ACCESS_TOKEN', 'CAP_SVC_TOKEN', 'CODEC_TOKEN'];
  const keys = ['PAYLOAD_KEYS', 'ADDRESS_KEY'].map((name) => of(name).split(':')[1] ?? '');
  const proof = createHmac('sha256', of('META_APP_SECRET')).update(of('WHATSAPP_ACCESS_TOKEN')).digest('hex');
  return [...named.map(of), ...keys, proof, ...tokens, ...SEED_MERCHANTS.map(({ secretKey }) => secretKey)];
}

/** Each word that is there, with what stands around it. */
const foundIn = (text: string, words: readonly string[]) =>
  words.flatMap((word) => {
    const at = text.indexOf(word);
    return at === -1 ? [] : [text.slice(Math.max(0, at - AROUND), at + word.length + AROUND)];
  });
const AROUND = 40;

/** Names and labels. What is measured is a number, and the digits of a phone turn up in one by chance. */
const withoutValues = (figures: string): string => figures.replace(/ [\d.e+-]+$/gim, '');

describe('after links paid, asked for, re-issued, chosen, refused, and failing', () => {
  it('Temporal holds all that people said, and who they are, for whoever has the key', () => {
    const unseen = [...Object.values(WORDS), ...phones(), USER_ID, 'Quillfeather', 'Zoltan Unnamed'];
    expect(unseen.filter((word) => !opened.includes(word))).toEqual([]);
    expect(foundIn(opened, messageIds()).length).toBeGreaterThan(20);
  });

  it('nothing of it is readable without the key: not in histories, memos, attributes, summaries, details or failures', () => {
    expect(foundIn(held, personal)).toEqual([]);
  });

  it('a failure says in Temporal that it is one, and what it was only to whoever has the key', () => {
    const words = ['The rail answered', 'WhatsApp refused with code 131016'];
    expect(held).toContain('Encoded failure');
    expect(foundIn(opened, words)).toHaveLength(words.length);
    expect(foundIn(held, words)).toEqual([]);
    // What the outside said is kept nowhere at all: it quotes what it refuses.
    expect(opened).not.toContain('refused for 373');
  });

  it('no secret and no token is held, not even for whoever has the key', () => {
    expect(secret.length).toBeGreaterThan(15);
    expect(foundIn(held, secret)).toEqual([]);
    expect(foundIn(opened, secret)).toEqual([]);
    expect(opened).not.toContain('accessToken');
  });

  it('what the UI shows of each workflow names nobody, even with the key', async () => {
    const shown: string[] = [];
    for await (const one of live.client.workflow.list()) shown.push(...(await shownBy(live.client, one)));
    expect(shown.length).toBeGreaterThan(50);
    expect(foundIn(withLayers(shown.join('\n')), [...personal, ...secret])).toEqual([]);
  });

  it('logs and figures name nobody, and hold no secret', async () => {
    const files = readdirSync(live.folder).filter((file) => file.endsWith('.log'));
    expect(files).toEqual(expect.arrayContaining(['api.log', 'worker.log']));
    const logs = files.map((file) => readFileSync(join(live.folder, file), 'utf8'));
    const { api, worker } = live.stack.ports;
    const figures = [api, worker].map(async (port) =>
      withoutValues(await (await fetch(`http://localhost:${String(port)}/metrics`)).text()),
    );
    for (const text of [...logs, ...(await Promise.all(figures))]) {
      expect(text.length).toBeGreaterThan(100);
      expect(foundIn(withLayers(text), [...personal, ...secret])).toEqual([]);
    }
  });
});
