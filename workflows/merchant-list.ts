import { refusesUnoffered } from './patches';

/** The merchant list of one payment: what was tapped on it, and what it has to show next. */
export class MerchantList {
  /** The merchant of the tapped row. */
  chosen: string | undefined;
  /** The message of that tap. */
  chosenBy: string | undefined;
  private open = false;
  private offered: readonly string[] = [];
  private shown = 0;
  private wanted: number | undefined;
  private readonly late: string[] = [];
  private readonly shows = new Map<number, number>();

  /** From here on taps on one of these merchants count. */
  begin(offered: readonly string[]): void {
    this.open = true;
    this.offered = offered;
  }

  /** Nobody's tap counts any more. */
  end(): void {
    this.open = false;
  }

  /** False: a tap on a list that is over, or on a row that it never had. The tap that chose, delivered again, is neither. */
  choose(merchantId: string, messageId: string | undefined): boolean {
    const known = this.offered.includes(merchantId);
    if (this.open && this.chosen === undefined && (known || !refusesUnoffered())) {
      this.chosen = merchantId;
      this.chosenBy = messageId;
      return true;
    }
    return messageId === this.chosenBy;
  }

  /** False: a tap on a list that is over. */
  askPage(page: number): boolean {
    if (this.open) this.wanted = page;
    return this.open;
  }

  askAgain(): void {
    this.wanted ??= this.shown;
  }

  hasPage(): boolean {
    return this.wanted !== undefined;
  }

  takePage(): number {
    this.shown = this.wanted ?? this.shown;
    this.wanted = undefined;
    return this.shown;
  }

  /** How often this page was shown, this time included. */
  countShow(page: number): number {
    const count = (this.shows.get(page) ?? 0) + 1;
    this.shows.set(page, count);
    return count;
  }

  /** The number of this late tap, from 1; undefined: it was delivered before. */
  countLate(messageId: string): number | undefined {
    if (this.late.includes(messageId)) return undefined;
    return this.late.push(messageId);
  }
}
