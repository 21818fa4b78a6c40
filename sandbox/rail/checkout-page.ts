import { shownAmount } from './decimals';
import { isFinalStatus, type SimPayment } from './payment';

const WORDS = {
  ro: {
    pay: 'Plătește',
    decline: 'Refuză',
    SUCCESS: 'Plata a fost efectuată',
    EXPIRED: 'Linkul a expirat',
    FAILED: 'Plata nu a reușit',
    DECLINED: 'Plata a fost refuzată',
    PENDING: 'Se așteaptă plata',
    back: 'Înapoi la comerciant',
  },
  ru: {
    pay: 'Оплатить',
    decline: 'Отказаться',
    SUCCESS: 'Оплата прошла',
    EXPIRED: 'Срок ссылки истёк',
    FAILED: 'Оплата не прошла',
    DECLINED: 'Оплата отклонена',
    PENDING: 'Ожидается оплата',
    back: 'Назад к продавцу',
  },
  en: {
    pay: 'Pay',
    decline: 'Decline',
    SUCCESS: 'Paid',
    EXPIRED: 'This link has expired',
    FAILED: 'The payment failed',
    DECLINED: 'The payment was declined',
    PENDING: 'Waiting for the payment',
    back: 'Back to the merchant',
  },
} as const;

const STYLE = `body{font:16px system-ui,sans-serif;max-width:22rem;margin:3rem auto;padding:0 1rem;color:#15233b}
h1{font-size:2rem;margin:.2rem 0}button{font:inherit;padding:.7rem 1rem;width:100%;margin-top:.6rem;border-radius:.5rem;border:1px solid #15233b;background:#fff}
button.pay{background:#15233b;color:#fff}`;

/** The hosted checkout page: what a payer sees instead of the banking app. Nothing in it comes from elsewhere. */
export function checkoutPage(payment: SimPayment, merchantName: string): string {
  const words = WORDS[payment.language];
  const amount = shownAmount(payment.amountMinor, payment.currency);
  const state = payment.status === 'CREATED' ? '' : `<p role="status">${words[payment.status]}</p>`;
  return `<!doctype html>
<html lang="${payment.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(merchantName)}</title><style>${STYLE}</style></head>
<body data-status="${payment.status}"><p>${escapeHtml(merchantName)}</p><h1>${escapeHtml(amount)}</h1>
<p>${escapeHtml(payment.description)}</p>${state}${isFinalStatus(payment.status) ? backLink(payment) : forms(payment)}</body></html>`;
}

function forms({ paymentId, language }: SimPayment): string {
  const button = (decision: 'pay' | 'decline'): string =>
    `<form method="post" action="/checkout/${paymentId}/${decision}"><button class="${decision}">${WORDS[language][decision]}</button></form>`;
  return button('pay') + button('decline');
}

function backLink({ status, successUrl, failUrl, language }: SimPayment): string {
  const url = status === 'SUCCESS' ? successUrl : failUrl;
  return url === undefined ? '' : `<p><a href="${escapeHtml(url)}">${WORDS[language].back}</a></p>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
