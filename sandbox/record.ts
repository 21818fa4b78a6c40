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
import { freePorts, startStack } from './stack';
import { STORIES } from './stories';

const ROOT = resolve(__dirname, '..');
const SIZE = { width: 1440, height: 900 };
/** The end of a story can be read. */
const END_MS = 3_000;
const HELP = `npm run record [-- options] [story ...]

Plays the stories of the sandbox page in a headless Chromium and records each as WebM; without names, all:
${STORIES.map(({ id }) => id).join(', ')}

  --out FOLDER   where to, default .sandbox/stories
  --pictures     take the README's pictures instead, into docs/pictures; without names, all:
                 ${PICTURES.join(', ')}
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
  const known = values.pictures ? PICTURES : STORIES.map(({ id }) => id);
  const wanted = known.filter((id) => positionals.length === 0 || positionals.includes(id));
  const unknown = positionals.filter((id) => !wanted.includes(id));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.\n\n${HELP}`);

  const browser = await openBrowser();
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
    if (values.pictures) await picture(browser, served.url, wanted, say);
    else for (const id of wanted) await record(browser, `${served.url}/?lang=en`, id, values.out, say);
  } finally {
    await browser.close();
    await served.close();
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
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1400, height: 940 }, reducedMotion: 'reduce' });
  await takePictures(page, url, folder, names);
  for (const name of names) say(join(folder, `${name}.webp`));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
