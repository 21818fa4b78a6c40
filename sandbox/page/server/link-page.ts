import { PageError } from './problems';

/** The link's own page, which the rail is given as the place to come back to; undefined: the link is the rail's page. */
export const linkPageOf = (successUrl: string | undefined): string | undefined => successUrl?.split('?')[0];

const TOKEN = /name="token" value="([^"]+)"/;

/**
 * A customer opens a link's own page and presses its button, as a browser does: what is made of it is the product's to decide.
 * @throws PageError where the page has no button, or makes no payment
 */
export async function pressLinkPage(page: string): Promise<void> {
  if (page === '') throw new PageError('NothingToPay', 'This link is the rail’s page and has none of its own.');
  const opened = await fetch(page, { redirect: 'manual' });
  // There is a payment that can be paid: the page is not shown at all.
  if (opened.status === 302) return;
  const token = TOKEN.exec(await opened.text())?.[1];
  if (token === undefined) throw new PageError('NothingToPay', 'The page of the link has no button now.');
  const pressed = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ token }).toString(),
  });
  if (pressed.status !== 303) throw new PageError('NothingToPay', 'The link made no new payment.');
}
