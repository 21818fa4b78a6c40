import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { startPage } from './page';
import { createProgress } from './progress';
import { openBrowser } from './recording/browser';
import { PICTURES, takePictures } from './recording/pictures';
import { recordWhile } from './recording/screencast';
import { takeUiPictures, UI_PICTURES } from './recording/ui-pictures';
import { freePorts, startStack } from './stack';
import { STORIES } from './stories';

const ROOT = resolve(__dirname, '..');
const PICTURES_FOLDER = join(ROOT, 'docs', 'pictures');
const SIZE = { width: 1440, height: 900 };
/** The end of a story can be read. */
const END_MS = 3_000;
const HELP = `npm run record [-- options] [story ...]

Plays the stories of the sandbox page in a headless Chromium and records each as WebM; without names, all:
${STORIES.map(({ id }) => id).join(', ')}

  --out FOLDER   where to, default .sandbox/stories
  --pictures     take the pictures of the README and the runbook instead, into docs/pictures; without names, all:
                 ${PICTURES.join(', ')},
                 ${UI_PICTURES.join(', ')}
                 (Debian's fonts-noto-color-emoji draws the emoji that messages have)
  --help         this text
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: join(ROOT, '.sandbox', 'stories') },
      pictures: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  if (values.help) {
    say(HELP);
    return;
  }
  const known = values.pictures ? [...PICTURES, ...UI_PICTURES] : STORIES.map(({ id }) => id);
  const wanted = known.filter((id) => positionals.length === 0 || positionals.includes(id));
  const unknown = positionals.filter((id) => !wanted.includes(id));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.\n\n${HELP}`);

  const browser = await openBrowser();
  try {
    const ofUi = wanted.filter((name) => UI_PICTURES.includes(name));
    const ofPage = wanted.filter((name) => !ofUi.includes(name));
    if (ofPage.length > 0) {
      await withPage(say, async (url) => {
        if (values.pictures) await picture(browser, url, ofPage, say);
        else for (const id of ofPage) await record(browser, `${url}/?lang=en`, id, values.out, say);
      });
    }
    if (ofUi.length > 0) await pictureUi(browser, ofUi, say);
  } finally {
    await browser.close();
  }
}

async function withPage(say: (text: string) => void, act: (url: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'miapos-record-'));
  const progress = createProgress(say);
  const stack = await startStack({
    ports: await freePorts(),
    folder,
    onStep: progress.step,
    timingsFile: join(__dirname, 'timings.json'),
  });
  const served = await startPage({ port: 0, stack, onStep: progress.step });
  progress.done();
  try {
    await act(served.url);
  } finally {
    await served.close();
    await stack.stop();
  }
}

async function pictureUi(browser: Browser, names: readonly string[], say: (text: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'miapos-record-'));
  const progress = createProgress(say);
  const stack = await startStack({ ports: await freePorts(), folder, templates: false, onStep: progress.step });
  progress.done();
  try {
    mkdirSync(PICTURES_FOLDER, { recursive: true });
    await takeUiPictures(browser, stack, PICTURES_FOLDER, names);
    for (const name of names) say(join(PICTURES_FOLDER, `${name}.webp`));
  } finally {
    await stack.stop();
  }
}

async function record(browser: Browser, url: string, id: string, out: string, say: (text: string) => void) {
  mkdirSync(out, { recursive: true });
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(url);
  await page.locator('.live.on').waitFor();
  await page.locator('select[name=story]').selectOption(id);
  const caption = page.locator(`.caption[data-story=${id}]:not(.playing)`);
  const video = await recordWhile(page, SIZE, async () => {
    await page.locator('.stories button').click();
    await caption.waitFor({ timeout: 120_000 });
    await sleep(END_MS);
  });
  if ((await caption.getAttribute('data-state')) !== 'done') throw new Error(await caption.innerText());
  const file = join(out, `${id}.webm`);
  writeFileSync(file, video);
  say(`${file} (${String(Math.round(video.length / 1024))} KiB)`);
  await page.close();
}

async function picture(browser: Browser, url: string, names: readonly string[], say: (text: string) => void) {
  mkdirSync(PICTURES_FOLDER, { recursive: true });
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  await takePictures(page, url, PICTURES_FOLDER, names);
  for (const name of names) say(join(PICTURES_FOLDER, `${name}.webp`));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
