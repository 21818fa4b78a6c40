import type { StuckReason } from '../domain/payment';
import { gravestFirst, isOfChannel } from '../domain/stuck';

export interface Obstacle {
  readonly reason: StuckReason;
  /** ISO 8601 */
  readonly since: string;
}

/**
 * What stands in a payment's way. The attribute shows one reason, and several may hold at once: the gravest is shown, so that
 * money which needs people is never hidden by a template that is missing.
 */
export class ObstacleList {
  private readonly since = new Map<StuckReason, string>();

  /** @param keepsAll false: a new reason hides the one before, as runs began to do that are still open */
  constructor(private readonly keepsAll: () => boolean) {}

  has(reason: StuckReason): boolean {
    return this.since.has(reason);
  }

  /** @returns false: it was known */
  add(reason: StuckReason): boolean {
    if (this.since.has(reason)) return false;
    // The channel's last word holds: it is either throttled or closed, not both.
    if (isOfChannel(reason)) this.removeOfChannel();
    if (this.since.size > 0 && !this.keepsAll()) this.since.clear();
    this.since.set(reason, new Date().toISOString());
    return true;
  }

  /** @param reason absent: all are over. @returns false: there was none */
  remove(reason?: StuckReason): boolean {
    if (reason !== undefined) return this.since.delete(reason);
    const any = this.since.size > 0;
    this.since.clear();
    return any;
  }

  /** A message went out. @returns false: the channel was not in the way */
  removeOfChannel(): boolean {
    const over = [...this.since.keys()].filter(isOfChannel);
    for (const reason of over) this.since.delete(reason);
    return over.length > 0;
  }

  /** The gravest, and what else holds. */
  get all(): readonly Obstacle[] {
    return [...this.since].map(([reason, since]) => ({ reason, since })).sort(gravestFirst);
  }
}
