/**
 * The newest grammar. What a run began to read by stays with it, or it could not be replayed: docs/adr/0030.
 *
 * 1: asks about an amount that goes on in what follows it.
 * 2: asks too where other money stands in the text, with a currency or as a price is written at a text's end, knows more words of
 * currencies and thousands, and joins no number over a tab or a line's end. A sign or a full stop at the number (`€100`, `100.`) is meant as an amount and gets an answer.
 */
export const GRAMMAR = 2;
