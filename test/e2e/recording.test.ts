import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../sandbox/recording/browser';
import { recordWhile } from '../../sandbox/recording/screencast';
import { hasBrowser } from './support/sandbox';

const SIZE = { width: 320, height: 240 };
let browser: Browser;

const inBrowser = hasBrowser('recordings of the sandbox page') ? describe : describe.skip;

inBrowser('a recording', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('is a WebM that a browser plays, in the size asked for, up to the last picture', async () => {
    const page = await browser.newPage({ viewport: SIZE });
    const video = await recordWhile(page, SIZE, async () => {
      for (const colour of ['white', 'black', 'rgb(0, 128, 0)']) {
        await page.setContent(`<body style="background:${colour}"><p>${colour}</p>`);
        await page.screenshot();
      }
    });
    const played = await page.evaluate<{ width: number; height: number; pixel: number[] }>(`(async () => {
      const video = document.createElement('video');
      video.src = 'data:video/webm;base64,${video.toString('base64')}';
      await new Promise((loaded, failed) => {
        video.onloadeddata = loaded;
        video.onerror = () => failed(video.error);
      });
      video.currentTime = Number.MAX_SAFE_INTEGER;
      await new Promise((sought) => (video.onseeked = sought));
      const canvas = document.createElement('canvas');
      const pen = canvas.getContext('2d');
      pen.drawImage(video, 0, 0);
      const pixel = Array.from(pen.getImageData(200, 100, 1, 1).data);
      return { width: video.videoWidth, height: video.videoHeight, pixel };
    })()`);
    expect(played).toMatchObject(SIZE);
    const [red = 255, green = 0, blue = 255] = played.pixel;
    expect(green).toBeGreaterThan(100);
    expect(Math.max(red, blue)).toBeLessThan(30);
  });
});
