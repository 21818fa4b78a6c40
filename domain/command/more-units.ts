import { readUnit, type Unit, unitsOf } from './unit';

/*
 * Words that the first grammar took for a description: runs that began by it are replayed so, and know only those of
 * unit.ts. Whatever is added belongs here, with a grammar of its own once this one is out.
 */
const CURRENCIES = unitsOf([
  ['USD', 'бакс бакса баксов баксы bucks buck дол долл доларів долари долар долара dolars у.е уе'],
  ['EUR', 'evro euroi евриков еврик еврика евров'],
  ['RON', 'românești româneşti romanesti румынский румынских румынские'],
  ['MDL', 'moldovenești moldoveneşti moldovenesti молдавский молдавских молдавские'],
]);
const POWERS = unitsOf([
  [2, 'сотка сотки соток сотку сотні сотень'],
  [3, 'тыщ тыща тыщи тысячу тисяч тисяча тисячі tsd mi т т.р'],
]);

const WORD = /^\(?([\p{L}\p{M}]+(?:\.[\p{L}\p{M}]+)*)\)?\.?(?=$|[ #,:!])/u;
/** What keyboards mix, letter by letter: `eurо` with a Cyrillic о is euro to its reader. */
const LATIN = 'aeopcyxi';
const CYRILLIC = 'аеорсухі';
const exchanged = (word: string, from: string, to: string): string =>
  word.replace(/./gu, (letter) => to[from.indexOf(letter)] ?? letter);

/** Reads a unit that a text begins with and {@link readUnit} does not know. */
export function readMoreUnit(text: string): { readonly unit: Unit; readonly after: string } | undefined {
  if (/^us dol/i.test(text)) return readUnit(text.slice(3));
  const [match, word = ''] = WORD.exec(text) ?? [];
  if (match === undefined) return undefined;
  const lower = word.toLowerCase();
  const after = text.slice(match.length);
  const codes = CURRENCIES.get(lower);
  if (codes !== undefined) return { unit: { kind: 'currency', codes: codes.split(' ') }, after };
  const power = POWERS.get(lower);
  if (power !== undefined) return { unit: { kind: 'power', power }, after };
  const mixed = /[a-z]/.test(lower) && /[а-яі]/.test(lower);
  const spelt = mixed ? [exchanged(lower, CYRILLIC, LATIN), exchanged(lower, LATIN, CYRILLIC)] : [];
  const bracketed = match.startsWith('(') ? [word] : [];
  const found = [...spelt, ...bracketed].map((one) => readUnit(one)).find((one) => one?.after === '');
  return found === undefined ? undefined : { unit: found.unit, after };
}

/** The currency that a text begins with, by all words that are known. */
export function readCurrency(text: string, currency: string): readonly string[] | undefined {
  const found = readUnit(text, currency) ?? readMoreUnit(text);
  const ends = found !== undefined && !/^\p{L}/u.test(found.after);
  return ends && found.unit.kind === 'currency' ? found.unit.codes : undefined;
}
