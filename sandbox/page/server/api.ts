import express from 'express';
import type { Request, Router } from 'express';
import { z } from 'zod';
import { LOCALES } from '../../../domain/locale';
import { CHECKOUT_DEEDS, decide } from './checkouts';
import type { Page } from './page';
import { portalRows, toCsv } from './portal-view';
import { noSuchDeed, PageError, sayWhatIsWrong } from './problems';
import { changeTemplate, TEMPLATE_STATUSES } from './templates';

const at = {
  phone: z.string().regex(/^\+[1-9][0-9]{6,14}$/, 'not a phone with its country code, as +37369000001'),
  line: z.string(),
};
const on = z.boolean();

/** What a click on the page does: the name of the call, what it takes, and the deed. */
const DEEDS = {
  write: deed(
    z.strictObject({ ...at, text: z.string().min(1).max(4096), replyTo: z.string().optional() }),
    (page, { text, replyTo, ...where }) => {
      page.phones.write(where, text, replyTo === undefined ? {} : { replyTo });
    },
  ),
  tap: deed(z.strictObject({ ...at, messageId: z.string(), choiceId: z.string() }), (page, asked) => {
    page.phones.tap(asked, asked.messageId, asked.choiceId);
  }),
  speak: deed(z.strictObject({ ...at, locale: z.enum(LOCALES) }), (page, asked) =>
    page.phones.speak(asked, asked.locale),
  ),
  addPhone: deed(z.strictObject({ phone: at.phone }), (page, { phone }) => {
    page.desk.guests.add(phone);
  }),
  jump: deed(z.strictObject({ ...at, to: z.enum(['past', 'back']) }), (page, asked) =>
    page.phones.jump(asked, asked.to),
  ),
  checkout: deed(z.strictObject({ paymentId: z.string(), deed: z.enum(CHECKOUT_DEEDS) }), (page, asked) =>
    decide(page.desk, asked.paymentId, asked.deed),
  ),
  switch: deed(z.strictObject({ id: z.string(), on }), async (page, asked) => {
    if (!page.switches.knows(asked.id)) throw new PageError('UnknownSwitch', `There is no switch ${asked.id}.`);
    await page.turn(asked.id, asked.on);
  }),
  chaos: deed(z.strictObject({ on }), (page, asked) => page.chaos.turn(asked.on)),
  worker: deed(z.strictObject({ on }), (page, asked) => (asked.on ? page.worker.start() : page.worker.kill())),
  template: deed(
    z.strictObject({ name: z.string(), language: z.string(), status: z.enum(TEMPLATE_STATUSES) }),
    (page, asked) => changeTemplate(page.desk, asked),
  ),
  play: deed(z.strictObject({ id: z.string(), pace: z.number().min(0).max(3).default(1) }), async (page, asked) => {
    if (!(await page.stories.play(asked.id, asked.pace)))
      throw new PageError('UnknownStory', `There is no story ${asked.id}.`);
  }),
  stop: deed(z.strictObject({}), (page) => page.stories.stop()),
  reset: deed(z.strictObject({}), (page) => page.reset()),
};

interface Deed {
  readonly run: (page: Page, body: unknown) => Promise<void> | void;
}

function deed<Asked>(asks: z.ZodType<Asked>, run: (page: Page, asked: Asked) => Promise<void> | void): Deed {
  return { run: (page, body) => run(page, asks.parse(body)) };
}

/** The page's JSON API, under `/api`. Every deed is a POST that answers 204 once it is done. */
export function createApi(page: Page): Router {
  const router = express.Router();
  router.use(express.json({ limit: '64kb' }));
  router.get('/payments.csv', (request, response) => {
    response
      .type('text/csv')
      .attachment('payments.csv')
      .send(toCsv(wantedPayments(page, request)));
  });
  for (const [name, { run }] of Object.entries(DEEDS)) {
    router.post(`/${name}`, async (request, response) => {
      await run(page, request.body);
      page.look();
      response.status(204).end();
    });
  }
  router.use(noSuchDeed, sayWhatIsWrong);
  return router;
}

function wantedPayments(page: Page, request: Request) {
  const { tag } = request.query;
  return portalRows(page.desk).filter((row) => typeof tag !== 'string' || row.tag === tag);
}
