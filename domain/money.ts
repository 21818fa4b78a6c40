/** An amount of money: whole minor units and an ISO 4217 currency code, never a float. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}
