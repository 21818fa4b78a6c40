import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWhatsAppChannel } from '../../channels/whatsapp/client';
import type { WhatsAppChannel } from '../../channels/whatsapp/client';
import { TEMPLATE_DEFINITIONS } from '../../channels/whatsapp/templates/definitions';
import { runTemplates } from '../../ops/templates/run';
import type { TemplatesCommand } from '../../ops/templates/run';
import type { Running } from '../../sandbox/control/server';
import { createMetaSim } from '../../sandbox/meta/meta-sim';
import { line as md } from '../support/builders';

const line = { ...md, wabaId: '200000000000001' };
const meta = createMetaSim({ settings: { templateReviewMs: 0 } });
let running: Running;
let channel: WhatsAppChannel;
let said: string[] = [];

beforeAll(async () => {
  running = await meta.listen(0);
  const credentials = { accessToken: 'sandbox-graph-token', appSecrets: ['sandbox-app-secret'] };
  channel = createWhatsAppChannel({ graphUrl: running.url, graphVersion: 'v26.0', timeoutMs: 20_000, ...credentials });
});
afterAll(async () => {
  await running.close();
});
beforeEach(() => {
  said = [];
});

const templates = (command: TemplatesCommand, definitions = TEMPLATE_DEFINITIONS) =>
  runTemplates(command, { channel, lines: [line], definitions, say: (text) => said.push(text) });
const calls = (operation: string) =>
  meta.journal.since(0).filter((entry) => JSON.stringify(entry).includes(operation)).length;

describe('templates as code', () => {
  it('status says what is missing, and fails for it', async () => {
    expect(await templates('status')).toBe(1);
    expect(said.join('\n')).toContain(`${String(TEMPLATE_DEFINITIONS.length)} not ready`);
  });

  it('sync submits all that is missing, once', async () => {
    expect(await templates('sync')).toBe(0);
    const submitted = calls('createTemplate');
    expect(said.at(-1)).toBe(`${String(TEMPLATE_DEFINITIONS.length)} submitted, 0 were there already`);

    expect(await templates('sync')).toBe(0);
    expect(said.at(-1)).toBe(`0 submitted, ${String(TEMPLATE_DEFINITIONS.length)} were there already`);
    expect(calls('createTemplate')).toBe(submitted);
  });

  it('diff shows a text that differs, and sync leaves the approved one alone', async () => {
    expect(await templates('diff')).toBe(0);
    const reworded = TEMPLATE_DEFINITIONS.map((one, index) =>
      index === 0 ? { ...one, body: `${one.body} Bye.` } : one,
    );
    expect(await templates('diff', reworded)).toBe(1);
    expect(said.join('\n')).toMatch(/^\+ .* Bye\.$/m);
    const before = calls('createTemplate');
    await templates('sync', reworded);
    expect(calls('createTemplate')).toBe(before);
  });

  it('warns where Meta files one under another category', async () => {
    const [first] = meta.templates.list('200000000000001');
    if (first === undefined) throw new Error('no template');
    meta.desk.change(first, { category: 'MARKETING' });
    expect(await templates('status')).toBe(1);
    expect(said.join('\n')).toContain('another category');
  });
});
