import type { StuckReason } from '../domain/payment';
import { gravestFirst, isOfChannel } from '../domain/stuck';
import type { Obstacle } from './payment-link.contract';

/**
 * What stands in a payment's way. The attribute shows one reason, and several may hold at once: the gravest is shown, so that
 * money which needs people is never hidden by a template that is missing.
 */
export class ObstacleList {
  private readonly known = new Map<StuckReason, Obstacle>();

  /** @param keepsAll false: a new reason hides the one before, as runs began to do that are still open */
  constructor(private readonly keepsAll: () => boolean) {}

  has(reason: StuckReason): boolean {
    return this.known.has(reason);
  }

  /** @returns false: it was known just so */
  add(reason: StuckReason, error?: string): boolean {
    const before = this.known.get(reason);
    const last = error === undefined ? {} : { error };
    if (before !== undefined) {
      if (error === undefined || error === before.error) return false;
      this.known.set(reason, { ...before, error });
      return true;
    }
    // The channel's last word holds: it is either throttled or closed, not both.
    if (isOfChannel(reason)) this.removeOfChannel();
    if (this.known.size > 0 && !this.keepsAll()) this.known.clear();
    this.known.set(reason, { reason, since: new Date().toISOString(), ...last });
    return true;
  }

  /** @param reason absent: all are over. @returns false: there was none */
  remove(reason?: StuckReason): boolean {
    if (reason !== undefined) return this.known.delete(reason);
    const any = this.known.size > 0;
    this.known.clear();
    return any;
  }

  /** A message went out. @returns false: the channel was not in the way */
  removeOfChannel(): boolean {
    const over = [...this.known.keys()].filter(isOfChannel);
    for (const reason of over) this.known.delete(reason);
    return over.length > 0;
  }

  /** The gravest, and what else holds. */
  get all(): readonly Obstacle[] {
    return [...this.known.values()].sort(gravestFirst);
  }

  facts(): { readonly stuck?: Obstacle; readonly besides?: readonly Obstacle[] } {
    const [stuck, ...besides] = this.all;
    return { ...(stuck === undefined ? {} : { stuck }), ...(besides.length === 0 ? {} : { besides }) };
  }
}
