import type { ChatMessage } from '../../../sandbox/meta/chats';
import type { SimPayment } from '../../../sandbox/rail/payment';
import { isFinalStatus } from '../../../sandbox/rail/payment';
import type { World } from '../../../sandbox/world';
import type { PlannedCommand, PlannedSeller } from './plan';

const TOKEN = /\bk\d{5}\b/;
const ADDRESS = /https?:\/\/\S+\/checkout\/\S+/;
/** A customer who pays after the link has expired takes this much longer. */
const AFTERTHOUGHT_MS = 4_000;

/** The description of a command in what is said of it. */
export const tokenIn = (text: string): string | undefined => TOKEN.exec(text)?.[0];
export const addressIn = (text: string): string | undefined => ADDRESS.exec(text)?.[0];

const ENDS = {
  pay: 'SUCCESS',
  decline: 'DECLINED',
  fail: 'FAILED',
  expire: 'EXPIRED',
  payAfterExpiry: 'EXPIRED',
} as const;

/** Everybody outside who is no machine: sellers write and tap, customers pay, decline or forget. */
export class People {
  /** By message id: the commands that were sent. */
  readonly sent = new Map<string, PlannedCommand>();
  private readonly begun = Date.now();
  private readonly due: { readonly at: number; readonly act: () => void }[] = [];
  private readonly met = new Set<string>();
  private read = 0;

  constructor(
    private readonly world: World,
    private readonly sellers: readonly PlannedSeller[],
    private readonly commands: readonly PlannedCommand[],
  ) {}

  /** The banks know the sellers. */
  static register(world: World, sellers: readonly PlannedSeller[]): void {
    sellers.forEach(({ phone, merchantIds }, index) => {
      world.capSvc.directory.putSeller(phone, {
        posUserId: `chaos-${String(index)}`,
        status: 'ACTIVE',
        locale: 'en',
        displayName: `Seller ${String(index)}`,
        merchantIds: [...merchantIds],
      });
    });
  }

  /** Nobody has anything left to do. */
  get idle(): boolean {
    return this.due.length === 0;
  }

  /**
   * Does what is due, and looks at what came. Called all the time.
   * @param mayWrite so many commands in all: the rest waits, however late it is
   */
  live(mayWrite = Infinity): void {
    const now = Date.now();
    for (let next = this.sent.size; next < Math.min(mayWrite, this.commands.length); next += 1) {
      const command = this.commands[next];
      if (command === undefined || command.atMs > now - this.begun) break;
      this.send(command);
    }
    const ripe = this.due.filter(({ at }) => at <= now);
    for (const one of ripe) {
      this.due.splice(this.due.indexOf(one), 1);
      one.act();
    }
    const all = this.world.meta.chats.all();
    for (; this.read < all.length; this.read += 1) {
      const message = all[this.read];
      if (message?.direction === 'out') this.react(message);
    }
    for (const rail of this.world.rails) {
      for (const payment of rail.payments.list()) if (payment.kind === 'rtp') this.decide(payment);
    }
  }

  /** Whoever is owed something hears it when they write. Thanks are not answered. */
  writeThanks(): void {
    for (const { phone } of this.sellers) this.world.meta.phones.send({ type: 'text', from: phone, text: 'thanks' });
  }

  private later(at: number, act: () => void): void {
    this.due.push({ at, act });
  }

  private send(command: PlannedCommand): void {
    const { seller: from, text, duplicates: duplicate } = command;
    const { messageId } = this.world.meta.phones.send({ type: 'text', from, text, duplicate });
    this.sent.set(messageId, command);
  }

  private react(message: ChatMessage): void {
    const address = addressIn(message.body);
    if (address !== undefined) {
      const payment = this.payments().find(({ checkoutPage }) => checkoutPage === address);
      if (payment !== undefined) this.decide(payment);
      return;
    }
    // A seller taps what goes on with a command: the payer shown, the first merchant, "create it"; no other button.
    const id = message.rows[0]?.id ?? message.buttons[0]?.id ?? '';
    if (/^(issue|send|merchant):/.test(id)) this.later(Date.now() + 300, () => this.tap(message, id));
  }

  private tap(message: ChatMessage, id: string): void {
    const title = [...message.rows, ...message.buttons].find((choice) => choice.id === id)?.title ?? '';
    const { people, chats, phones } = this.world.meta;
    const reader = this.sellers.find(({ phone }) => {
      const person = people.find(phone);
      return person !== undefined && chats.of(person).includes(message);
    });
    if (reader !== undefined) phones.send({ type: 'tap', from: reader.phone, replyTo: message.id, title });
  }

  private payments(): readonly SimPayment[] {
    return this.world.rails.flatMap((rail) => rail.payments.list());
  }

  /** The customer of this payment makes up their mind, once. */
  private decide(payment: SimPayment): void {
    if (this.met.has(payment.paymentId)) return;
    this.met.add(payment.paymentId);
    const command = [...this.sent.values()].find(({ token }) => token === payment.description);
    const rail = this.world.rails.find(({ payments }) => payments.find(payment.paymentId) !== undefined);
    if (command === undefined || rail === undefined) return;
    const at = Date.now() + command.customerMs;
    this.later(at, () => {
      if (!isFinalStatus(payment.status)) rail.payments.become(payment, ENDS[command.fate]);
    });
    if (command.fate !== 'payAfterExpiry') return;
    this.later(at + AFTERTHOUGHT_MS, () => rail.payments.become(payment, 'SUCCESS'));
  }
}
