/**
 * Words and signs for currencies, in our five languages and those of the neighbours. A word of several currencies is
 * right where one of them is the merchant's. Left out on purpose: `L` (5 L is as well five litres: the amount is the
 * same, and the description keeps it) and `Pfund`, `livres` (a weight, books).
 */
const CURRENCY_WORDS: readonly (readonly [codes: string, words: string])[] = [
  ['MDL RON', 'lei leu leul ley лей лея леев леи'],
  ['MDL', 'mdl'],
  ['RON', 'ron roni'],
  ['EUR', '€ eur euro euros euroi евро євро'],
  ['USD CAD AUD NZD SGD HKD MXN', '$'],
  ['USD', 'us$ usd'],
  ['USD CAD AUD NZD SGD HKD', 'dolar dolari dollar dollars доллар доллара долларов'],
  ['GBP', '£ gbp pound pounds lire фунт фунта фунтов'],
  ['UAH', '₴ uah hrn грн гривна гривны гривен гривня гривні гривень grivne hryvnia hryvnias'],
  ['RUB', '₽ rub'],
  ['RUB BYN', 'руб рубль рубля рублей ruble rubles rouble roubles rubel'],
  ['CHF', 'chf franci franc francs franken франк франка франков'],
  ['PLN', 'pln zł zl zloty złoty zloti zloți злотый злотых'],
  ['BGN', 'bgn лв leva лева левов'],
  ['CZK', 'czk kč'],
  ['HUF', 'huf forint forinti форинт форинтов'],
  ['TRY', '₺ tl'],
  ['GEL', '₾'],
  ['KZT', '₸ kzt тенге tenge'],
  ['JPY CNY', '¥ yen yuan'],
  ['CNY', 'cny'],
  ['JPY', 'jpy'],
  ['', 'btc usdt usdc'],
];

/** ISO 4217, list one. In capitals only: `all`, `top`, `cup` and `gel` are words of a description too. */
const CODES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF ' +
    'CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG ' +
    'HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA ' +
    'MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD ' +
    'RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX ' +
    'USD UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

/** Words that multiply: `5 mii` is five thousand to its reader, and five to a reader of numbers only. */
const POWER_WORDS: readonly (readonly [power: number, words: string])[] = [
  [2, 'sută sute suta сто сот сотня сотни сотен hundred hundreds hundert'],
  [3, 'k к mie mii тыс тысяча тысячи тысяч thousand mille tausend'],
  [6, 'mln mil млн milion milioane миллион миллиона миллионов million millions millionen'],
];

const MINOR_WORDS: ReadonlySet<string> = new Set(
  (
    'ban bani бан бань бани банов cent cents cenți cenţi eurocent eurocenți eurocents цент цента центов centime ' +
    'centimes коп копейка копейки копеек копійка копійки копійок pence penny rappen'
  ).split(' '),
);

const CURRENCIES = unitsOf(CURRENCY_WORDS);
const POWERS = unitsOf(POWER_WORDS);

export function unitsOf<Value>(rows: readonly (readonly [Value, string])[]): ReadonlyMap<string, Value> {
  return new Map(rows.flatMap(([value, words]) => words.split(' ').map((word): [string, Value] => [word, value])));
}

/** What the word after a number makes of it. */
export type Unit =
  | { readonly kind: 'currency'; readonly codes: readonly string[] }
  | { readonly kind: 'power'; readonly power: number }
  | { readonly kind: 'minor' };

const WORD = /^(?:\p{L}{0,3}\p{Sc}|[\p{L}\p{M}]+)/u;
/** Romanian counts `100 de lei`. */
const COUNTED = /^de (?=\p{L}|\p{Sc})/iu;

/**
 * Reads the unit a text begins with.
 * @param currency the merchant's, whose own code counts in any letter case; absent: routing, which knows no merchant.
 * @returns `after`: the text behind the word.
 */
export function readUnit(text: string, currency?: string): { readonly unit: Unit; readonly after: string } | undefined {
  const prefix = COUNTED.exec(text)?.[0] ?? '';
  const word = WORD.exec(text.slice(prefix.length))?.[0];
  if (word === undefined) return undefined;
  const unit = unitOf(word, currency);
  return unit && { unit, after: text.slice(prefix.length + word.length) };
}

function unitOf(word: string, currency: string | undefined): Unit | undefined {
  const lower = word.toLowerCase();
  if (lower === currency?.toLowerCase()) return { kind: 'currency', codes: [currency] };
  const codes = CURRENCIES.get(lower) ?? (CODES.has(word) ? word : undefined);
  if (codes !== undefined) return { kind: 'currency', codes: codes.split(' ') };
  // A sign that no row knows is still a currency, and still not the merchant's.
  if (/\p{Sc}$/u.test(word)) return { kind: 'currency', codes: [] };
  const power = POWERS.get(lower);
  if (power !== undefined) return { kind: 'power', power };
  return MINOR_WORDS.has(lower) ? { kind: 'minor' } : undefined;
}
