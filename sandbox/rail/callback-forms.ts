import { spelt } from './decimals';
import { signatureBase } from './signing';

type Values = Readonly<Record<string, string | number>>;

/** `said` goes out, `signed` is what the signature is made of; they differ only where a fault rule wants so. */
export interface CallbackValues {
  readonly said: Values;
  readonly signed: Values;
}

export interface SignedCallback {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is sent again until it is answered with 2xx. */
  readonly repeated: boolean;
}

/** The vendor writes amounts with all their decimals, two at least, which JSON.stringify never would. */
const withDecimals = (values: Values): string =>
  JSON.stringify(values).replace(
    /"amount":(-?[0-9.]+)/,
    (_all, amount: string) => `"amount":${Number(amount).toFixed(spelt(String(values['currency'])))}`,
  );

/** `{"result":{…},"signature":"…"}` */
export function callbackForm1({ said, signed }: CallbackValues, sign: (text: string) => string): SignedCallback {
  const signature = sign(signatureBase(signed));
  return {
    body: `{"result":${withDecimals(said)},"signature":"${signature}"}`,
    headers: { 'Content-Type': 'application/json' },
    repeated: false,
  };
}

const EVENTS: Readonly<Record<string, string>> = {
  SUCCESS: 'payment.completed',
  FAILED: 'payment.failed',
  DECLINED: 'payment.failed',
  EXPIRED: 'payment.expired',
};

/** The website's form: the signature in a header, over the raw body. */
export function callbackForm2(
  { said, signed }: CallbackValues,
  sign: (text: string) => string,
  { refunded, delivery }: { readonly refunded: boolean; readonly delivery: string },
): SignedCallback {
  const eventOf = (values: Values): string =>
    refunded ? 'payment.refunded' : (EVENTS[String(values['status'])] ?? 'payment.failed');
  const write = (values: Values): string => {
    const event = eventOf(values);
    const { paymentId = '', orderId = '', amount = 0, currency = '', status = '', paymentDate = '' } = values;
    const word = refunded ? 'REFUNDED' : status === 'SUCCESS' ? 'COMPLETED' : status;
    return withDecimals({ event, paymentId, orderId, amount, currency, status: word, completedAt: paymentDate });
  };
  return {
    body: write(said),
    headers: {
      'Content-Type': 'application/json',
      'X-MiaPos-Signature': sign(write(signed)),
      'X-MiaPos-Event': eventOf(said),
      'X-MiaPos-Delivery': delivery,
    },
    repeated: true,
  };
}
