import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createApi } from '../../sandbox/page/server/api';
import { InVain } from '../../sandbox/page/server/eventually';
import type { Page } from '../../sandbox/page/server/page';
import { PAGE_PROBLEMS } from '../../sandbox/page/server/problems';

/** A page that knows no story, whose chat never answers and whose reset is broken. */
const page = {
  stories: { play: () => Promise.resolve(false) },
  phones: { speak: () => Promise.reject(new InVain('Waited in vain for the list of languages.')) },
  reset: () => Promise.reject(new Error('a bug')),
} as unknown as Page;
const app = express().use('/api', createApi(page));
const PHONE = { phone: '+37369000001', line: 'md' };

describe('what goes wrong at the sandbox page', () => {
  it.each([
    { deed: 'write', body: { ...PHONE, phone: '12', text: 'pay 5' }, status: 400, code: 'Malformed' },
    { deed: 'play', body: { id: 'nosuch' }, status: 404, code: 'UnknownStory' },
    { deed: 'nosuch', body: {}, status: 404, code: 'NotFound' },
    { deed: 'reset', body: {}, status: 500, code: 'Bug' },
    { deed: 'speak', body: { ...PHONE, locale: 'ro' }, status: 504, code: 'NoAnswer' },
  ])('is told as a problem document: $deed, $code', async ({ deed, body, status, code }) => {
    const answer = await request(app).post(`/api/${deed}`).send(body);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    const problem = JSON.parse(answer.text) as Record<string, unknown>;
    expect(problem).toMatchObject({ type: `urn:miapos:sandbox:problem:${code}`, status, code });
    expect(problem['detail']).toEqual(expect.stringMatching(/\w/));
  });

  it('is told so where the body is no JSON, or far too long', async () => {
    const send = (text: string) => request(app).post('/api/play').type('json').send(text);
    expect(JSON.parse((await send('{"id"')).text)).toMatchObject({ code: 'Malformed' });
    expect(JSON.parse((await send(JSON.stringify({ id: 'x'.repeat(70_000) }))).text)).toMatchObject({
      code: 'TooLarge',
    });
  });

  it('has words for people, whatever it is', () => {
    const words = readFileSync(join(__dirname, '..', '..', 'sandbox', 'page', 'app', 'i18n', 'en.json'), 'utf8');
    const told = Object.keys(JSON.parse(words) as object).filter((key) => /^problem\.[A-Z]/.test(key));
    const codes = ['ServerAway', ...Object.keys(PAGE_PROBLEMS)];
    expect(told.sort()).toEqual(codes.map((code) => `problem.${code}`).sort());
  });
});
