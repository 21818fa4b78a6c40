import { Router } from 'express';
import type { Request, Response } from 'express';
import { whatLinkShows } from '../../domain/lasting-link';
import type { LinkShows, NotOpened } from '../../domain/lasting-link';
import type { LinkPage } from '../../workflows/payment-link.contract';
import type { AppDeps } from '../deps';
import { onlyMethods, Problem } from '../http/problem';
import { bytesOf, rawBody } from '../http/raw-body';
import { createFormTokens } from '../pages/form-token';
import { createLimits } from '../pages/limits';
import type { Shown } from '../pages/link-page';
import { createPageErrors } from '../pages/page-errors';
import { createPageSender } from '../pages/send-page';
import { isForeign } from '../pages/same-site';
import { comesBack, goesOn, isPreviewer } from '../pages/visitor';

const LINK_ID = /^[a-z2-7]{26}$/;
const LIMIT = 1 * 1024;

/**
 * The page of a link that outlives its payments. Opening it pays nothing and makes nothing: what fetches links by itself does
 * the same. Only its button makes a payment, and only the workflow decides whether it does.
 */
export function createLinkPageRoutes(deps: AppDeps): Router {
  const { metrics, now } = deps;
  const { links, checkoutLeast, publicUrl } = deps.linkPage;
  const tokens = createFormTokens(deps.linkPage.formKeys);
  const limits = createLimits();
  const send = createPageSender(deps, tokens);
  const router = Router();

  const stateOf = ({ link }: LinkPage): LinkShows | NotOpened => {
    const at = now().getTime();
    const shows = whatLinkShows(link, at, checkoutLeast);
    return shows === 'payable' && link.pause !== undefined && at < Date.parse(link.pause.until)
      ? link.pause.why
      : shows;
  };
  const show = (request: Request, response: Response, page: LinkPage, shown: Shown, status = 200) =>
    send(request, response, { shown, page, linkId: idOf(request), status });

  async function find(request: Request): Promise<LinkPage> {
    const page = LINK_ID.test(idOf(request)) ? await links.read(idOf(request)) : undefined;
    if (page === undefined) throw new Problem('LinkUnknown', 'No payment link has this address.');
    return page;
  }

  /** What the customer says about the payment counts for nothing: the rail is asked, and where it is silent the page stays. */
  async function askRail(linkId: string, page: LinkPage): Promise<LinkPage> {
    if (page.link.newest === undefined || page.link.newest.word !== undefined) return page;
    const answer = await links.back(linkId).catch(() => page);
    // The rail's word may have come between the two: then the workflow has nothing to ask, and knows it.
    return answer === 'nothing' ? ((await links.read(linkId)) ?? page) : answer;
  }

  async function press(linkId: string, page: LinkPage): Promise<{ page: LinkPage; shown: Shown }> {
    const before = stateOf(page);
    if (before !== 'payable' && before !== 'processing') return { page, shown: before };
    const opened = await links.open(linkId);
    if (opened !== 'nothing') return { page: opened, shown: opened.notOpened ?? stateOf(opened) };
    // Somebody was quicker, or is trying just now.
    const after = (await links.read(linkId)) ?? page;
    const shown = stateOf(after);
    return { page: after, shown: shown === 'payable' ? 'unavailable' : shown };
  }

  router
    .route('/p/:linkId')
    .all(limits.address, limits.visits)
    .get(async (request, response) => {
      const found = await find(request);
      const back = comesBack(request);
      const page = back ? await askRail(idOf(request), found) : found;
      const shown = stateOf(page);
      const visit = back ? 'back' : isPreviewer(request) && !goesOn(request) ? 'preview' : 'open';
      metrics.pageOpened(visit, shown);
      const checkout = shown === 'checkout' && visit === 'open' ? page.link.newest?.checkoutPage : undefined;
      if (checkout === undefined) show(request, response, page, shown);
      else response.set('Cache-Control', 'no-store').redirect(302, checkout);
    })
    .post(limits.presses, rawBody(LIMIT), async (request, response) => {
      const found = await find(request);
      const token = new URLSearchParams(bytesOf(request).toString('latin1')).get('token') ?? '';
      if (isForeign(request.headers, publicUrl) || !tokens.fits(token, idOf(request), now())) {
        metrics.pagePressed('pressAgain');
        show(request, response, found, 'pressAgain', 403);
        return;
      }
      const { page, shown } = await press(idOf(request), found);
      metrics.pagePressed(shown);
      const checkout = shown === 'checkout' ? page.link.newest?.checkoutPage : undefined;
      if (checkout === undefined) show(request, response, page, shown);
      else response.set('Cache-Control', 'no-store').redirect(303, checkout);
    })
    .all(onlyMethods('GET', 'POST'));

  router.use('/p', createPageErrors(deps, send));
  return router;
}

const idOf = (request: Request): string => String(request.params['linkId']);
