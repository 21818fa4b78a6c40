/** Words in front of a number that is a name and no money: a table, an order, a flat. In our five languages and Ukrainian. */
const WORDS = [
  'nr numărul numarul număr numar masa masă masuța masuta comanda comandă factura facturii bon bonul cec cecul apt ap apartament',
  'apartamentul bloc blocul bl scara etaj etajul camera cam locul rândul cod codul contract contractul tel telefon lot cabinet oficiu',
  'номер стол столик заказ заказа кв квартира дом подъезд этаж комната место ряд чек счет счёт накладная фактура тел телефон код',
  'договор офис каб кабинет маршрут замовлення рахунок',
  'no number order invoice table room apartment flat unit floor seat row receipt ref code phone box booking contract',
  'numéro numero n° commande facture chambre reçu place réf tél appartement appt étage contrat',
  'nummer rechnung bestellung auftrag tisch zimmer beleg platz wohnung whg kundennummer kunde vertrag etage',
]
  .join(' ')
  .split(' ');

/** Piece of a pattern: no such word stands in front, whatever punctuation parts it from what follows. */
export const UNNAMED = String.raw`(?<!(?:№|(?<![^ ])(?:${WORDS.join('|')}))[.:,]? ?(?:[-–—:,№] ?)?)`;
