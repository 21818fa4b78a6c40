import type { Request } from 'express';
import { isLocale, LOCALES } from '../../domain/locale';
import type { Locale } from '../../domain/locale';

/** Fetch a link to show what is behind it; they pay nothing, and are to see our words instead of the bank's. */
const PREVIEWERS =
  /facebookexternalhit|facebot|whatsapp|telegrambot|viber|twitterbot|slackbot|discordbot|linkedinbot|skypeuripreview|applebot|googlebot|bingbot/i;

export const isPreviewer = (request: Request): boolean => PREVIEWERS.test(request.get('user-agent') ?? '');

/** Came back from the checkout page: `successUrl` and `failUrl` say so, and whoever wants to look again. */
export const comesBack = (request: Request): boolean => request.query['back'] !== undefined;

/** Tapped the way on: a program that makes previews does not, so this is a person, whatever their browser is called. */
export const goesOn = (request: Request): boolean => request.query['go'] !== undefined;

/** What was chosen on the page, else what the browser asks for, else what is spoken where the business number is. */
export function localeOf(request: Request, otherwise: Locale): Locale {
  const chosen = request.query['lang'];
  if (typeof chosen === 'string' && isLocale(chosen)) return chosen;
  if (request.get('accept-language') === undefined) return otherwise;
  const accepted = request.acceptsLanguages(...LOCALES);
  return typeof accepted === 'string' && isLocale(accepted) ? accepted : otherwise;
}
