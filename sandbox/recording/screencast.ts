import { join } from 'node:path';
import type { Page } from 'playwright-core';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const QUALITY = 92;

/**
 * Records what a page shows while `act` runs. Playwright's own recording needs an ffmpeg that it downloads; here Chromium sends
 * its frames, and a second page of the same browser encodes them.
 * @returns a WebM (VP8), in real time
 */
export async function recordWhile(page: Page, { width, height }: Size, act: () => Promise<void>): Promise<Buffer> {
  const screen = await page.context().newCDPSession(page);
  const context = await page.context().browser()?.newContext();
  if (context === undefined) throw new Error('The page has no browser to record with.');
  try {
    const encoder = await context.newPage();
    await encoder.addScriptTag({ path: join(__dirname, 'encoder.js') });
    await encoder.evaluate(`encoder.start(${String(width)}, ${String(height)})`);
    let drawn: Promise<unknown> = Promise.resolve();
    const draw = ({ data, sessionId }: { readonly data: string; readonly sessionId: number }): void => {
      drawn = drawn
        .then(() => encoder.evaluate<undefined>(`encoder.draw(${JSON.stringify(data)})`))
        .then(() => screen.send('Page.screencastFrameAck', { sessionId }));
      // Told below; where `act` fails first, the frames that are under way fail with it and say nothing of their own.
      drawn.catch(() => undefined);
    };
    screen.on('Page.screencastFrame', draw);
    await screen.send('Page.startScreencast', { format: 'jpeg', quality: QUALITY, maxWidth: width, maxHeight: height });
    await act();
    // A frame that is already on its way would be drawn over the last picture, and answered on a session that is gone.
    screen.off('Page.screencastFrame', draw);
    await screen.send('Page.stopScreencast');
    await drawn;
    // The last change may not have come as a frame yet.
    const last = await screen.send('Page.captureScreenshot', { format: 'jpeg', quality: QUALITY });
    await encoder.evaluate<undefined>(`encoder.draw(${JSON.stringify(last.data)})`);
    return Buffer.from(await encoder.evaluate<string>('encoder.stop()'), 'base64');
  } finally {
    // Ends the screencast where `act` failed; a page that is closed by then has ended it.
    await screen.detach().catch(() => undefined);
    await context.close();
  }
}
