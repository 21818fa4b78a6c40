import type { Locale } from '../../../domain/locale';
import { buttonId, readTap } from '../../../domain/buttons';
import type { ChatMessage } from '../../meta/chats';
import { lineOf } from './desk';
import type { Desk } from './desk';
import { eventually } from './eventually';
import { PageError } from './problems';

export interface At {
  readonly phone: string;
  readonly line: string;
}

const JUMPS_SHOWN = 50;

/** What a seller does with a phone. */
export class SellerPhones {
  /** How far each chat was moved into the past. */
  readonly #jumped = new Map<string, number>();

  constructor(private readonly desk: Desk) {}

  /** @param more.replyTo the message that is quoted, as `/cancel` wants it */
  write(at: At, text: string, more: { readonly duplicate?: number; readonly replyTo?: string } = {}): string {
    const { replyTo } = more;
    if (replyTo !== undefined && !this.messages(at).some(({ id }) => id === replyTo)) {
      throw new PageError('UnknownMessage', 'This chat has no such message to reply to.');
    }
    this.desk.guests.add(at.phone);
    return this.#send(at, { type: 'text', text, ...more });
  }

  tap(at: At, messageId: string, choiceId: string): string {
    const tap = readTap(choiceId);
    if (tap?.means === 'lang') this.desk.locales.set(`${at.phone} ${at.line}`, tap.locale);
    return this.#send(at, { type: 'tap', replyTo: messageId, id: choiceId });
  }

  /** What a seller does to change the language: asks for the list and taps a row. */
  async speak(at: At, locale: Locale): Promise<void> {
    const asked = this.write(at, '/lang');
    const list = await eventually('the list of languages', () =>
      this.heardAfter(at, asked).find(({ rows }) => rows.length > 0),
    );
    this.tap(at, list.id, buttonId.lang(locale));
  }

  messages({ phone, line }: At): readonly ChatMessage[] {
    const { people, chats } = this.desk.stack.world.meta;
    const person = people.find(phone);
    return person === undefined ? [] : chats.of(person, lineOf(this.desk, line).address);
  }

  /** What the business wrote after this message. */
  heardAfter(at: At, messageId: string): readonly ChatMessage[] {
    const all = this.messages(at);
    const from = all.findIndex(({ id }) => id === messageId);
    return all.slice(from + 1).filter(({ direction }) => direction === 'out');
  }

  /**
   * Moves one chat past Meta's 24-hour window, or back. Meta's simulator then refuses free-form messages of this chat with
   * 131047, which is what the product goes by; nobody else's clock moves. The seller's next message opens the window anew.
   */
  jump({ phone, line }: At, to: 'past' | 'back'): void {
    const { meta } = this.desk.stack.world;
    const { address } = lineOf(this.desk, line);
    const person = meta.people.find(phone);
    const endsAt = person && meta.limits.windowEndsAt(address, person);
    if (person === undefined || endsAt === undefined)
      throw new PageError('NotWrittenYet', 'This phone has not written yet.');
    const key = `${phone} ${line}`;
    const open = meta.limits.windowOpen(address, person);
    if (open === (to === 'back')) return;
    const ms = to === 'past' ? endsAt - meta.clock.now() + 60_000 : -(this.#jumped.get(key) ?? 0);
    meta.limits.age(address, person, ms);
    this.#jumped.set(key, Math.max(0, ms));
    const before = this.desk.jumps.get(key) ?? [];
    const jump = { at: new Date(meta.clock.now()).toISOString(), to };
    this.desk.jumps.set(key, [...before, jump].slice(-JUMPS_SHOWN));
  }

  #send({ phone, line }: At, what: { readonly type: 'text'; readonly text: string } | Tap): string {
    const { meta, capSvc } = this.desk.stack.world;
    const name = capSvc.directory.seller(phone)?.displayName;
    const phoneNumberId = lineOf(this.desk, line).address;
    return meta.phones.send({ ...what, from: phone, phoneNumberId, ...(name === undefined ? {} : { name }) }).messageId;
  }
}

interface Tap {
  readonly type: 'tap';
  readonly replyTo: string;
  readonly id: string;
}
