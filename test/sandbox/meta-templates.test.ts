import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Running } from '../../sandbox/control/server';
import { createMetaSim } from '../../sandbox/meta/meta-sim';
import { call, type Answer, eventually } from './support/http';
import { MetaCaller, TEMPLATE, WABA } from './support/meta';

const page = z.object({
  data: z.array(z.looseObject({ id: z.string(), name: z.string().optional() })),
  paging: z.object({ cursors: z.object({ after: z.string() }), next: z.string().optional() }).optional(),
});

describe('the simulated Graph API keeps templates as Meta does', () => {
  const languages = ['ro', 'ru', 'en', 'fr', 'de'];
  const sim = createMetaSim({ templates: languages.map((language) => ({ ...TEMPLATE, language })) });
  let running: Running;
  let meta: MetaCaller;

  beforeAll(async () => {
    running = await sim.listen(0);
    meta = new MetaCaller(running.url);
  });
  afterAll(() => running.close());

  const create = (change: Readonly<Record<string, unknown>>): Promise<Answer> =>
    meta.graph('POST', `${WABA}/message_templates`, { ...TEMPLATE, name: 'new_one_v1', ...change });
  const bodyText = (text: string) => ({ components: [{ type: 'body', text, example: {} }] });

  it('pages by cursors while there is a next', async () => {
    const first = page.parse((await meta.graph('GET', `${WABA}/message_templates?limit=3&fields=name,language`)).body);
    expect(first.data).toHaveLength(3);
    expect(Object.keys(first.data[0] ?? {}).sort()).toEqual(['id', 'language', 'name']);
    const token = { Authorization: 'Bearer sandbox-graph-token' };
    const rest = page.parse((await call('GET', first.paging?.next ?? '', undefined, token)).body);
    expect(rest.data).toHaveLength(2);
    expect(rest.paging?.next).toBeUndefined();
  });

  it('filters by name, language and status', async () => {
    const found = async (query: string): Promise<number> =>
      page.parse((await meta.graph('GET', `${WABA}/message_templates?${query}`)).body).data.length;
    expect(await found('name=payment_paid_v1&language=ru')).toBe(1);
    expect(await found('name=other')).toBe(0);
    expect(await found('status=PAUSED')).toBe(0);
  });

  it('takes a new one into review and approves it', async () => {
    const answer = await create({});
    expect(answer).toMatchObject({ status: 200, body: { status: 'PENDING', category: 'UTILITY' } });
    await eventually(() => (sim.templates.find(WABA, 'new_one_v1', 'ro')?.status === 'APPROVED' ? true : undefined));
  });

  it('refuses the same name in the same language', async () => {
    await create({ name: 'twice_v1' });
    expect(await create({ name: 'twice_v1' })).toMatchObject({
      status: 400,
      body: { error: { error_subcode: 2388024 } },
    });
    expect((await create({ name: 'twice_v1', language: 'ru' })).status).toBe(200);
  });

  it.each([
    ['a variable at the end', bodyText('Plata de {{amount}}'), 2388299],
    ['adjacent variables', bodyText('Plata {{a}}{{b}} este aici'), 2388293],
    ['no example', { components: [{ type: 'body', text: 'Plata {{a}} este aici' }] }, 2388043],
  ])('refuses %s', async (_what, change, subcode) => {
    const answer = await create({ name: 'refused_v1', ...change });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: subcode } } });
  });

  it('knows no account but its own', async () => {
    const answer = await meta.graph('GET', '999/message_templates');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });
});
