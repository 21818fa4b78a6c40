import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Browser, Page } from 'playwright-core';
import type { CodecAccess } from '../../api/codec/gate';
import { toJson } from '../../api/codec/payloads';
import { openBrowser } from '../../sandbox/recording/browser';
import { CODEC_TOKEN, createHarness, PAYLOADS } from '../api/support/harness';
import { startIssuer } from '../api/support/issuer';
import { hasBrowser } from './support/sandbox';

const plain = [defaultPayloadConverter.toPayload({ phone: '37369000001' })];

let browser: Browser;
let ui: { readonly server: Server; readonly url: string };

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A person's browser, and the api that the UI's pages ask. */
async function withApi<T>(access: CodecAccess, look: (page: Page, api: string) => Promise<T>): Promise<T> {
  const { app } = createHarness({ uiUrl: ui.url, codecAccess: access });
  const api = await serve(app);
  const person = await browser.newContext();
  person.setDefaultTimeout(60_000);
  try {
    return await look(await person.newPage(), api.url);
  } finally {
    await person.close();
    await close(api.server);
  }
}

/** What the page that is open gets from the codec, asked as the Temporal UI asks. */
async function decode(page: Page, api: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const stored = toJson(await PAYLOADS.encode(plain));
  const options = {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json', 'X-Namespace': 'default', ...headers },
    body: JSON.stringify(stored),
  };
  return page.evaluate(
    `fetch('${api}/codec/decode', ${JSON.stringify(options)}).then((answer) => answer.json(), () => 'kept from asking')`,
  );
}

const inBrowser = hasBrowser('reading payloads in the Temporal UI') ? describe : describe.skip;

inBrowser('whoever reads payloads in the Temporal UI', () => {
  beforeAll(async () => {
    ui = await serve((_, response) => response.setHeader('Content-Type', 'text/html').end('<title>Temporal</title>'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await close(ui.server);
  });

  it('logs in by the form, is led to the UI, and reads there', async () => {
    const seen = await withApi({ way: 'token', token: CODEC_TOKEN }, async (page, api) => {
      await page.goto(`${api}/codec/login`);
      await page.getByLabel('Token').fill(CODEC_TOKEN);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL(`${ui.url}/`);
      return { title: await page.title(), read: await decode(page, api) };
    });
    expect(seen).toEqual({ title: 'Temporal', read: toJson(plain) });
  });

  it('reads with the token that the UI passes on, whatever other it sends along', async () => {
    const issuer = await startIssuer('temporal-ui');
    const headers = { Authorization: `Bearer ${await issuer.token()}`, 'Authorization-Extras': await issuer.token() };
    const access = { way: 'oidc', issuer: issuer.url, audience: 'temporal-ui' } as const;
    const read = await withApi(access, async (page, api) => {
      await page.goto(ui.url);
      return decode(page, api, headers);
    });
    await issuer.close();
    expect(read).toEqual(toJson(plain));
  });
});
