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
      // On a busy machine the picture comes after the word that it was sought: until then nothing is drawn.
      let pixel = [];
      while (pixel[3] !== 255) {
        await new Promise((next) => setTimeout(next, 20));
        pen.drawImage(video, 0, 0);
        pixel = Array.from(pen.getImageData(200, 100, 1, 1).data);
      }
      return { width: video.videoWidth, height: video.videoHeight, pixel };
    })()`);
    expect(played).toMatchObject(SIZE);
    const [red = 255, green = 0, blue = 255] = played.pixel;
    expect(green).toBeGreaterThan(100);
    expect(Math.max(red, blue)).toBeLessThan(30);
    await page.close();
  });

  it('of something that breaks off ends with its error, and leaves the browser to others', async () => {
    const page = await browser.newPage({ viewport: SIZE });
    const contexts = browser.contexts().length;
    const broken = recordWhile(page, SIZE, async () => {
      await page.setContent('<body style="background:red">');
      await page.screenshot();
      throw new Error('The story broke off.');
    });
    await expect(broken).rejects.toThrow('The story broke off.');
    expect(browser.contexts()).toHaveLength(contexts);
    await page.close();
  });
});
