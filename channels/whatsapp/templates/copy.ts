import type { Locale } from '../../../domain/locale';
import type { TemplateOutcome } from '../../../domain/template';

/**
 * The words of the templates, which name things as the chat does (`locales/*.json`). They are Meta's once approved: a
 * change needs a new version in `domain/template.ts`.
 */
export interface TemplateCopy {
  /** Before the amount. */
  readonly headline: Readonly<Record<TemplateOutcome, string>>;
  /** Before what it was for, before when, and before what support searches by. */
  readonly labels: { readonly item: string; readonly time: string; readonly reference: string };
  readonly closing: Readonly<Record<TemplateOutcome, string>>;
  /** How to get a new link; the two differ because Meta refuses a second template with the same body. */
  readonly again: { readonly byMessage: string; readonly byButton: string };
  /** At most 25 characters. */
  readonly button: string;
  /** Stands where a payment has neither description nor tag. */
  readonly noItem: string;
  /** Meta's reviewers read the template filled with these. */
  readonly examples: { readonly amount: string; readonly item: string; readonly time: string };
}

export const TEMPLATE_COPY: Readonly<Record<Locale, TemplateCopy>> = {
  ro: {
    headline: {
      paid: 'Plată primită:',
      failed: 'Plata nu a reușit:',
      declined: 'Plata a fost refuzată:',
      expired: 'Neachitat la timp:',
    },
    labels: { item: 'Pentru:', time: 'Data și ora:', reference: 'Referința:' },
    closing: {
      paid: 'Plata este confirmată. Nu mai trebuie să faceți nimic.',
      failed: 'Banii nu au fost încasați.',
      declined: 'Clientul sau banca lui a refuzat plata. Banii nu au fost încasați.',
      expired: 'Plata nu a fost făcută la timp și nu mai este posibilă.',
    },
    again: {
      byMessage: 'Pentru un link nou, trimiteți mesajul din nou în acest chat.',
      byButton: 'Butonul de mai jos creează un link nou pentru aceeași sumă.',
    },
    button: 'Link nou',
    noItem: 'plată fără descriere',
    examples: { amount: '100,00 MDL', item: 'Cafea și croissant', time: '23 nov., 14:05' },
  },
  ru: {
    headline: {
      paid: 'Платёж получен:',
      failed: 'Платёж не прошёл:',
      declined: 'Платёж отклонён:',
      expired: 'Не оплачено вовремя:',
    },
    labels: { item: 'За что:', time: 'Дата и время:', reference: 'Номер платежа:' },
    closing: {
      paid: 'Оплата подтверждена. Больше ничего делать не нужно.',
      failed: 'Деньги не поступили.',
      declined: 'Оплату отклонил клиент или его банк. Деньги не поступили.',
      expired: 'Оплата не поступила вовремя, и оплатить уже нельзя.',
    },
    again: {
      byMessage: 'Чтобы получить новую ссылку, отправьте сообщение в этот чат ещё раз.',
      byButton: 'Кнопка ниже создаст новую ссылку на ту же сумму.',
    },
    button: 'Новая ссылка',
    noItem: 'платёж без описания',
    examples: { amount: '100,00 MDL', item: 'Кофе и круассан', time: '23 нояб., 14:05' },
  },
  en: {
    headline: {
      paid: 'Payment received:',
      failed: 'Payment failed:',
      declined: 'Payment declined:',
      expired: 'Not paid in time:',
    },
    labels: { item: 'For:', time: 'Date and time:', reference: 'Reference:' },
    closing: {
      paid: 'The payment is confirmed. There is nothing more to do.',
      failed: 'No money was received.',
      declined: 'The customer or their bank declined the payment. No money was received.',
      expired: 'The payment was not made in time and can no longer be made.',
    },
    again: {
      byMessage: 'For a new link, please send your message again in this chat.',
      byButton: 'The button below makes a new link for the same amount.',
    },
    button: 'New link',
    noItem: 'payment without a description',
    examples: { amount: 'MDL 100.00', item: 'Coffee and croissant', time: '23 Nov, 14:05' },
  },
  fr: {
    headline: {
      paid: 'Paiement reçu\u00a0:',
      failed: 'Échec du paiement\u00a0:',
      declined: 'Paiement refusé\u00a0:',
      expired: 'Non payé à temps\u00a0:',
    },
    labels: { item: 'Pour\u00a0:', time: 'Date et heure\u00a0:', reference: 'Référence\u00a0:' },
    closing: {
      paid: 'Le paiement est confirmé. Vous n’avez rien d’autre à faire.',
      failed: 'L’argent n’a pas été encaissé.',
      declined: 'Le client ou sa banque a refusé le paiement. L’argent n’a pas été encaissé.',
      expired: 'Le paiement n’a pas été fait à temps et n’est plus possible.',
    },
    again: {
      byMessage: 'Pour un nouveau lien, veuillez renvoyer votre message dans cette conversation.',
      byButton: 'Le bouton ci-dessous crée un nouveau lien pour le même montant.',
    },
    button: 'Nouveau lien',
    noItem: 'paiement sans description',
    examples: { amount: '100,00 MDL', item: 'Café et croissant', time: '23 nov., 14:05' },
  },
  de: {
    headline: {
      paid: 'Zahlung erhalten:',
      failed: 'Zahlung fehlgeschlagen:',
      declined: 'Zahlung abgelehnt:',
      expired: 'Nicht rechtzeitig bezahlt:',
    },
    labels: { item: 'Für:', time: 'Datum und Uhrzeit:', reference: 'Referenz:' },
    closing: {
      paid: 'Die Zahlung ist bestätigt. Sie müssen nichts weiter tun.',
      failed: 'Es ist kein Geld eingegangen.',
      declined: 'Der Kunde oder seine Bank hat die Zahlung abgelehnt. Es ist kein Geld eingegangen.',
      expired: 'Die Zahlung kam nicht rechtzeitig und ist nicht mehr möglich.',
    },
    again: {
      byMessage: 'Für einen neuen Link senden Sie Ihre Nachricht bitte noch einmal in diesem Chat.',
      byButton: 'Die Schaltfläche unten erstellt einen neuen Link über denselben Betrag.',
    },
    button: 'Neuer Link',
    noItem: 'Zahlung ohne Beschreibung',
    examples: { amount: '100,00 MDL', item: 'Kaffee und Croissant', time: '23. Nov., 14:05' },
  },
};
