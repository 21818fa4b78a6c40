import type { LinkPages } from '../../../api/ports/link-pages';
import { TemporalUnavailable } from '../../../api/ports/temporal';
import type { LinkPage, OpenedLink } from '../../../workflows/payment-link.contract';

/** Links with pages, and what opening them comes to. Every call is written down. */
export class FakeLinkPages implements LinkPages {
  away = false;
  readonly links = new Map<string, LinkPage>();
  readonly calls: string[] = [];
  /** What the next wish to pay comes to. */
  opens: (page: LinkPage) => OpenedLink | 'nothing' = () => 'nothing';
  /** What asking the rail comes to. */
  asks: (page: LinkPage) => LinkPage | 'nothing' = () => 'nothing';

  read(linkId: string): Promise<LinkPage | undefined> {
    return this.call(`read ${linkId}`, () => this.links.get(linkId));
  }

  open(linkId: string): Promise<OpenedLink | 'nothing'> {
    return this.call(`open ${linkId}`, () => this.change(linkId, this.opens));
  }

  back(linkId: string): Promise<LinkPage | 'nothing'> {
    return this.call(`back ${linkId}`, () => this.change(linkId, this.asks));
  }

  private change<T extends LinkPage>(linkId: string, how: (page: LinkPage) => T | 'nothing'): T | 'nothing' {
    const page = this.links.get(linkId);
    const changed = page === undefined ? 'nothing' : how(page);
    if (changed !== 'nothing') this.links.set(linkId, changed);
    return changed;
  }

  private async call<T>(name: string, answer: () => T): Promise<T> {
    this.calls.push(name);
    await Promise.resolve();
    if (this.away) throw new TemporalUnavailable(true, '14 UNAVAILABLE');
    return answer();
  }
}
