/** One line of cap-svc's audit trail. Holds no phone and no token. */
export interface AuditLine {
  /** ISO 8601. */
  readonly at: string;
  readonly requestId: string;
  readonly operation: string;
  /** OK or the contract's error code. */
  readonly outcome: string;
  readonly posUserId?: string;
  readonly merchantId?: string;
  readonly paymentId?: string;
}

export class AuditTrail {
  readonly #lines: AuditLine[] = [];

  constructor(private readonly now: () => number) {}

  add(line: Omit<AuditLine, 'at'>): void {
    this.#lines.push({ at: new Date(this.now()).toISOString(), ...line });
  }

  list(): readonly AuditLine[] {
    return this.#lines;
  }
}
