import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Archive } from '../../ops/cli/books/archive';
import type { Desk, Options } from '../../ops/cli/command';
import { exportDay } from '../../ops/cli/commands/export-day';
import { forget } from '../../ops/cli/commands/forget';
import { find } from '../../ops/cli/commands/look';
import { conversationWorkflowId } from '../../workflows/conversation.contract';
import { line, seller } from '../support/builders';
import { startStub } from '../support/stub-server';
import type { StubServer } from '../support/stub-server';
import { addressing, Shelf } from './shelf';

const PHONE = '+37369000001';
const DIGITS = '37369000001';
const OTHER = '37369000002';
const ANA = seller.posUserId;
const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
const named = (person: { userId?: string; phone?: string }) =>
  conversationWorkflowId(line.id, addressing.pseudonyms(line.id, person)[0]);
const BY_ID = named({ userId: 'MD.1' });
const BY_PHONE = named({ phone: DIGITS });

let cap: StubServer;
let shelf: Shelf;
let folder: string;
beforeAll(async () => {
  cap = await startStub();
});
afterAll(() => cap.close());
beforeEach(() => {
  shelf = new Shelf();
  folder = mkdtempSync(join(tmpdir(), 'miapos-forget-'));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  cap.answer(404, { code: 'SELLER_UNKNOWN', message: 'nobody' });
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function run(command: typeof forget, options: Options) {
  const said: string[] = [];
  const desk = {
    client: shelf.client,
    namespace: 'default',
    operator: 'ana',
    lines: [line],
    addressing,
    env: { capSvc: { url: cap.url, token: 't' }, payloadKeys: KEYS, temporal: { uiUrl: 'https://ui.example' } },
    say: (text: string) => void said.push(text),
  } as unknown as Desk;
  const code = await command.run(desk, [], options).catch((error: unknown) => {
    said.push(error instanceof Error ? error.message : String(error));
    return 2;
  });
  return { code, said: said.join('\n') };
}
const finding = (options: Options) => run(find, options);
const forgetting = (options: Options) => run(forget, { reason: 'asked for it', archive: folder, ...options });
const archived = async (...sellerIds: readonly string[]) =>
  new Archive(folder, KEYS).write(
    '2026-11-22',
    sellerIds.map((sellerId) => ({ linkId: `link-of-${sellerId}`, sellerId, kept: {} })),
  );

/** WhatsApp shows an id and a phone: the chat is named by the id, and nobody can make that name from the phone. */
const sellsByAnId = () => {
  shelf.chat(BY_ID, { phone: DIGITS }, ANA);
  shelf.payment('paid', { userId: 'MD.1', phone: DIGITS }, BY_ID, ANA);
  shelf.payment('refused', { userId: 'MD.1', phone: DIGITS }, BY_ID);
};
/** Somebody else's, which stays whatever happens. */
const BYSTANDER = named({ phone: OTHER });
const bystands = () => {
  shelf.chat(BYSTANDER, { phone: OTHER }, 'pos-0002');
  shelf.payment('others', { phone: OTHER }, BYSTANDER, 'pos-0002');
};
const OF_BYSTANDER = [BYSTANDER, 'payment-link/others'];

describe('a seller whom cap-svc does not know any more', () => {
  beforeEach(async () => {
    sellsByAnId();
    bystands();
    await archived(ANA, 'pos-0002');
  });

  it('is found by what the phone wrote, and named', async () => {
    const { code, said } = await finding({ phone: PHONE });
    expect(code).toBe(0);
    expect(said).toContain('SellerId: unknown to cap-svc');
    for (const id of [BY_ID, 'payment-link/paid', 'payment-link/refused'])
      expect(said).toContain(encodeURIComponent(id));
    for (const id of OF_BYSTANDER) expect(said).not.toContain(encodeURIComponent(id));
    expect(said).toContain(`find --seller ${ANA}`);
    expect(said).not.toContain(DIGITS);
  });

  it('is not erased by the phone alone: it may have been another’s, and the archive knows SellerIds only', async () => {
    const before = shelf.ids;
    const { code, said } = await forgetting({ phone: PHONE });
    expect(code).toBe(2);
    expect(said).toMatch(/^Nothing was erased\. .*pos-0001/);
    expect(said).toContain(`say --seller ${ANA} beside --phone`);
    expect(shelf.ids).toEqual(before);
  });

  it('is erased whole, and nobody else, once the operator says who it is', async () => {
    const { code, said } = await forgetting({ phone: PHONE, seller: ANA });
    expect(said).toBe('Erased: 2 payments, 1 runs of chats, 1 rows of the archive.');
    expect(code).toBe(0);
    expect(shelf.ids).toEqual([...OF_BYSTANDER].sort());
  });

  it('is not erased under a mistyped SellerId', async () => {
    const { code, said } = await forgetting({ phone: PHONE, seller: 'pos-0010' });
    expect([code, said]).toEqual([2, expect.stringMatching(/^Nothing was erased\. .*pos-0001/)]);
  });

  it('is told apart from another seller who had the phone: each is named, and none erased for the other', async () => {
    shelf.chat(BY_PHONE, { phone: DIGITS }, 'pos-0003');
    const before = shelf.ids;
    const { said } = await forgetting({ phone: PHONE, seller: ANA });
    expect(said).toMatch(/^Nothing was erased\. .*SellerId pos-0003, .*with --seller and without --phone first/);
    expect(shelf.ids).toEqual(before);
    await forgetting({ seller: 'pos-0003' });
    await forgetting({ phone: PHONE, seller: ANA });
    expect(shelf.ids).toEqual([...OF_BYSTANDER].sort());
  });

  it.each([{ phone: PHONE, seller: ANA }, { seller: ANA }])('stays while a payment is open: %p', async (who) => {
    shelf.payment('open', { userId: 'MD.1' }, BY_ID, ANA).status = 'RUNNING';
    const { code, said } = await forgetting(who);
    expect([code, said]).toEqual([2, expect.stringMatching(/1 payments are open, payment-link\/open/)]);
  });
});

describe('a command that made no payment', () => {
  beforeEach(() => {
    sellsByAnId();
    cap.answer(200, seller);
  });

  it('is not in the archive, for nobody would find it there by the SellerId', async () => {
    const { code, said } = await run(exportDay, { day: '2026-11-22', archive: folder });
    expect([code, said]).toEqual([0, expect.stringMatching(/: 1 payments$/)]);
    const rows = await new Archive(folder, KEYS).read(join(folder, 'payments-2026-11-22.jsonl'));
    expect(rows).toMatchObject([{ linkId: 'paid', sellerId: ANA }]);
  });

  it('and is in an archive of before is no whole erasure: the files are named, and what to do', async () => {
    await archived(ANA, '', '');
    const { code, said } = await forgetting({ phone: PHONE });
    expect(said).toMatch(/1 rows of the archive\.\nNot erased: .*payments-2026-11-22\.jsonl \(2 rows\).*"sellerId":""/);
    expect(code).toBe(1);
  });
});

describe('a phone that never was a seller’s here', () => {
  it('is erased with its chat and commands, also where the phone hides behind the chat’s id', async () => {
    bystands();
    shelf.chat(BY_ID, { phone: DIGITS });
    shelf.payment('hidden', { userId: 'MD.1' }, BY_ID);
    expect(await forgetting({ phone: PHONE })).toEqual({
      code: 0,
      said: 'Erased: 1 payments, 1 runs of chats, 0 rows of the archive.',
    });
    expect(shelf.ids).toEqual([...OF_BYSTANDER].sort());
  });

  it('leads to the chat by what it wrote there, where the chat shows another phone by now', async () => {
    shelf.chat(BY_ID, { phone: OTHER });
    shelf.payment('before', { userId: 'MD.1', phone: DIGITS }, BY_ID);
    await forgetting({ phone: PHONE });
    expect(shelf.ids).toEqual([]);
  });

  it('is not called erased from an archive that nobody could search', async () => {
    shelf.chat(BY_ID, { phone: DIGITS });
    await archived('pos-0002');
    const { code, said } = await forgetting({ phone: PHONE });
    expect(said).toMatch(/Erased: 0 payments, 1 runs of chats, 0 rows.*\nThe archive was not searched, .*--seller/);
    expect(code).toBe(1);
  });

  it('waits for a payment that is open', async () => {
    shelf.payment('open', { userId: 'MD.1', phone: DIGITS }, BY_ID).status = 'RUNNING';
    expect((await forgetting({ phone: PHONE })).said).toMatch(/1 payments are open/);
  });
});

describe('where nothing is kept', () => {
  it('nothing is called erased, and it is said where was looked', async () => {
    bystands();
    const { code, said } = await forgetting({ phone: PHONE });
    expect(code).toBe(2);
    expect(said).toMatch(
      /^Nothing was found, so nothing was erased\. .*on the lines md, .*1 runs of chats and 1 payments, all that the namespace default keeps/,
    );
    expect(said).not.toMatch(/Erased/);
    expect((await finding({ phone: PHONE })).said).toMatch(/Nothing of it is kept\. .*1 runs of chats and 1 payments/);
  });

  it('nor is a SellerId that was mistyped', async () => {
    bystands();
    const { code, said } = await forgetting({ seller: 'pos-0020' });
    expect([code, said]).toEqual([2, expect.stringMatching(/^Nothing was found.*SellerId pos-0020/)]);
  });
});

describe('a chat that went on elsewhere', () => {
  it('leads to the chat of the same person', async () => {
    shelf.chat(BY_PHONE, { movedTo: { conversationId: BY_ID, contact: { userId: 'MD.1' }, why: 'joined' } });
    shelf.chat(BY_ID, {});
    shelf.payment('hidden', { userId: 'MD.1' }, BY_ID);
    await forgetting({ phone: PHONE });
    expect(shelf.ids).toEqual([]);
  });

  it('does not lead to another number: who has this one by now may be somebody else', async () => {
    bystands();
    shelf.chat(BY_PHONE, { movedTo: { conversationId: BYSTANDER, contact: { phone: OTHER }, why: 'moved' } });
    await forgetting({ phone: PHONE });
    expect(shelf.ids).toEqual([...OF_BYSTANDER].sort());
  });
});

describe('a phone that cap-svc knows', () => {
  it('is looked up by its SellerId, without reading what is everybody’s', async () => {
    cap.answer(200, seller);
    sellsByAnId();
    bystands();
    expect(await forgetting({ phone: PHONE })).toEqual({
      code: 0,
      said: 'Erased: 2 payments, 1 runs of chats, 0 rows of the archive.',
    });
    expect(shelf.ids).toEqual([...OF_BYSTANDER].sort());
    expect(shelf.queries.filter((query) => !/SellerId|WorkflowId/.test(query))).toEqual([]);
  });
});
