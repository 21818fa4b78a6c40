import type { Locale } from '../../../domain/locale';
import type { TemplateOutcome } from '../../../domain/template';

/** The words of the templates. They are Meta's once approved: a change needs a new version in `domain/template.ts`. */
export interface TemplateCopy {
  /** Before the amount. */
  readonly headline: Readonly<Record<TemplateOutcome, string>>;
  /** Before what it was for, and before when. */
  readonly labels: { readonly item: string; readonly time: string };
  readonly closing: Readonly<Record<TemplateOutcome, string>>;
  /** How to get a new link; the two differ because Meta refuses a second template with the same body. */
  readonly again: { readonly byCommand: string; readonly byButton: string };
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
      failed: 'Plată nereușită:',
      declined: 'Plată refuzată:',
      expired: 'Neachitat la timp:',
    },
    labels: { item: 'Pentru:', time: 'Data și ora:' },
    closing: {
      paid: 'Plata este confirmată. Nu mai trebuie să faceți nimic.',
      failed: 'Banii nu au fost încasați.',
      declined: 'Plătitorul sau banca lui nu a aprobat plata, iar banii nu au fost încasați.',
      expired: 'Plata nu a fost făcută la timp și nu mai este posibilă.',
    },
    again: {
      byCommand: 'Pentru un link nou, trimiteți din nou comanda în acest chat.',
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
    labels: { item: 'За что:', time: 'Дата и время:' },
    closing: {
      paid: 'Оплата подтверждена. Больше ничего делать не нужно.',
      failed: 'Деньги не поступили.',
      declined: 'Плательщик или его банк не подтвердил оплату, деньги не поступили.',
      expired: 'Оплата не поступила вовремя, и оплатить уже нельзя.',
    },
    again: {
      byCommand: 'Чтобы получить новую ссылку, отправьте команду в этот чат ещё раз.',
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
    labels: { item: 'For:', time: 'Date and time:' },
    closing: {
      paid: 'The payment is confirmed. There is nothing more to do.',
      failed: 'The money was not received.',
      declined: 'The payer or their bank did not approve the payment, and the money was not received.',
      expired: 'The payment was not made in time and can no longer be made.',
    },
    again: {
      byCommand: 'For a new link, please send the command again in this chat.',
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
    labels: { item: 'Pour\u00a0:', time: 'Date et heure\u00a0:' },
    closing: {
      paid: 'Le paiement est confirmé. Vous n’avez rien d’autre à faire.',
      failed: 'L’argent n’a pas été encaissé.',
      declined: 'Le payeur ou sa banque n’a pas approuvé le paiement, et l’argent n’a pas été encaissé.',
      expired: 'Le paiement n’a pas été fait à temps et n’est plus possible.',
    },
    again: {
      byCommand: 'Pour un nouveau lien, veuillez renvoyer la commande dans cette conversation.',
      byButton: 'Le bouton ci-dessous crée un nouveau lien pour le même montant.',
    },
    button: 'Nouveau lien',
    noItem: 'paiement sans libellé',
    examples: { amount: '100,00 MDL', item: 'Café et croissant', time: '23 nov., 14:05' },
  },
  de: {
    headline: {
      paid: 'Zahlung erhalten:',
      failed: 'Zahlung fehlgeschlagen:',
      declined: 'Zahlung abgelehnt:',
      expired: 'Nicht rechtzeitig bezahlt:',
    },
    labels: { item: 'Für:', time: 'Zeitpunkt:' },
    closing: {
      paid: 'Die Zahlung ist bestätigt. Sie müssen nichts weiter tun.',
      failed: 'Das Geld ist nicht eingegangen.',
      declined: 'Der Zahler oder seine Bank hat die Zahlung nicht freigegeben, das Geld ist nicht eingegangen.',
      expired: 'Die Zahlung kam nicht rechtzeitig und ist nicht mehr möglich.',
    },
    again: {
      byCommand: 'Für einen neuen Link senden Sie den Befehl bitte noch einmal in diesem Chat.',
      byButton: 'Die Schaltfläche unten erstellt einen neuen Link über denselben Betrag.',
    },
    button: 'Neuer Link',
    noItem: 'Zahlung ohne Beschreibung',
    examples: { amount: '100,00 MDL', item: 'Kaffee und Croissant', time: '23. Nov., 14:05' },
  },
};
