import type { Request, Response } from 'express';
import type { LinkPage } from '../../workflows/payment-link.contract';
import type { AppDeps } from '../deps';
import type { FormTokens } from './form-token';
import { renderLinkPage } from './link-page';
import type { Shown } from './link-page';
import { STYLE_HASH } from './style';
import { comesBack, localeOf } from './visitor';

export interface Answer {
  readonly shown: Shown;
  readonly status: number;
  readonly linkId?: string;
  readonly page?: LinkPage;
}

export type SendPage = (request: Request, response: Response, answer: Answer) => void;

/** Sends the page in the reader's language; what a browser may do with it is said in the headers. */
export function createPageSender({ lines, now, linkPage }: AppDeps, tokens: FormTokens): SendPage {
  const [first] = lines;
  return (request, response, { shown, status, linkId, page }) => {
    const line = page?.line ?? first;
    const locale = localeOf(request, line?.defaultLocale ?? 'en');
    const at = now();
    const link =
      page === undefined || linkId === undefined
        ? {}
        : { link: { ...page, url: `${linkPage.publicUrl}/p/${linkId}`, token: tokens.make(linkId, at) } };
    const back = comesBack(request);
    const body = renderLinkPage({ shown, locale, country: line?.country ?? '', back, now: at, ...link });
    response
      .status(status)
      .set({
        'Cache-Control': 'no-store',
        'Content-Language': locale,
        'Content-Security-Policy': policyOf([...linkPage.railOrigins, ...checkoutOf(page)]),
        'Referrer-Policy': 'no-referrer',
        'X-Robots-Tag': 'noindex, nofollow',
      })
      .vary('Accept-Language')
      .type('html')
      .send(body);
  };
}

/** A browser holds the way that an answered form leads to against `form-action` as well: to the bank's checkout page. */
const policyOf = (checkouts: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    'img-src data:',
    `form-action 'self' ${[...new Set(checkouts)].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

function checkoutOf(page: LinkPage | undefined): readonly string[] {
  const checkout = page?.link.newest?.checkoutPage;
  return checkout === undefined ? [] : [new URL(checkout).origin];
}
