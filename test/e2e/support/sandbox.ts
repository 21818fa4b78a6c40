import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startPage } from '../../../sandbox/page';
import { findChromium, HOW_TO_GET_CHROMIUM, openBrowser } from '../../../sandbox/recording/browser';
import { freePorts, startStack } from '../../../sandbox/stack';
import type { Stack } from '../../../sandbox/stack';
import { notChecked } from '../../support/not-checked';

/** The sandbox as `npm run sandbox` starts it, and a browser to look at it. */
export interface Sandbox {
  readonly stack: Stack;
  readonly url: string;
  /** Opens the page for somebody who was never there; it is live when this resolves. */
  visit(options?: VisitOptions): Promise<Visit>;
  /** Ends the page's server, with every connection to it. */
  cutOff(): Promise<void>;
  /** Starts it again at the same address. */
  reconnect(): Promise<void>;
  stop(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** What comes after the page's address, e.g. `#portal`. */
  readonly at?: string;
  /** Run in the page before its own code. */
  readonly script?: string;
}

export interface Visit {
  readonly page: Page;
  /** Hosts that anything was asked of. */
  readonly hosts: ReadonlySet<string>;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
  leave(): Promise<void>;
}

/** For a machine that has other things to do. */
const PATIENCE_MS = 150_000;

/** Whether there is a Chromium; where there is none the run says what it could not check. */
export function hasBrowser(what: string): boolean {
  if (findChromium() !== undefined) return true;
  notChecked(`${what}, in a browser`, HOW_TO_GET_CHROMIUM);
  return false;
}

export async function startSandbox(): Promise<Sandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'miapos-page-'));
  const timingsFile = join(__dirname, '..', '..', '..', 'sandbox', 'timings.json');
  const stack = await startStack({ ports: await freePorts(), folder, timingsFile });
  let server = await startPage({ port: 0, stack });
  const browser = await openBrowser();
  return {
    stack,
    url: server.url,
    visit: (options) => visit(browser, server.url, options),
    cutOff: () => server.close(),
    reconnect: async () => {
      server = await startPage({ port: Number(new URL(server.url).port), stack });
    },
    stop: async () => {
      await browser.close();
      await server.close();
      await stack.stop();
    },
  };
}

async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { at = '', script, ...context } = options;
  // Nothing moves: what is looked at is what stays.
  const person = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...context });
  person.setDefaultTimeout(PATIENCE_MS);
  if (script !== undefined) await person.addInitScript({ path: script });
  const page = await person.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}/${at}`);
  await page.locator('.live.on').waitFor();
  return { page, hosts, complaints, leave: () => person.close() };
}
