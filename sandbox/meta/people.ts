/** Somebody with WhatsApp. At least one of phone and user id is there. */
export interface Person {
  /** Digits only. */
  phone?: string;
  /** Business-scoped user id. */
  userId?: string;
  name: string;
  username?: string;
}

export interface PersonFacts {
  readonly phone?: string | undefined;
  readonly userId?: string | undefined;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
}

export const digits = (phone: string): string => phone.replace(/\D/g, '');

/** Everybody who ever wrote or was written to, by phone and by user id. */
export class People {
  readonly #byPhone = new Map<string, Person>();
  readonly #byUserId = new Map<string, Person>();
  /** Two records that turned out to be one person. */
  readonly #merged = new Map<Person, Person>();

  /** @param address phone with or without the plus sign, or user id */
  find(address: string): Person | undefined {
    return /^\+?[0-9]+$/.test(address) ? this.#byPhone.get(digits(address)) : this.#byUserId.get(address);
  }

  /** Finds or adds; facts that are new are kept, and two records that the facts join become one. */
  meet({ phone, userId, name, username }: PersonFacts): Person {
    const byId = userId === undefined ? undefined : this.#byUserId.get(userId);
    const byPhone = phone === undefined ? undefined : this.find(phone);
    const person = byId ?? byPhone ?? { name: name ?? 'Someone' };
    if (byPhone !== undefined && byPhone !== person) this.#merged.set(byPhone, person);
    if (phone !== undefined) this.#setPhone(person, phone);
    if (userId !== undefined) this.#setUserId(person, userId);
    if (name !== undefined) person.name = name;
    if (username !== undefined) person.username = username;
    return person;
  }

  /** The person that this record stands for now. */
  current(person: Person): Person {
    const into = this.#merged.get(person);
    return into === undefined ? person : this.current(into);
  }

  /** All records that were found to be this person, the person's own first. */
  recordsOf(person: Person): readonly Person[] {
    return [person, ...[...this.#merged.keys()].filter((record) => this.current(record) === person)];
  }

  /** The person keeps their chats under a new phone, or a new user id. */
  move(person: Person, phone: string | undefined, userId: string | undefined): void {
    if (phone !== undefined) this.#setPhone(person, phone);
    if (userId !== undefined) this.#setUserId(person, userId);
  }

  #setPhone(person: Person, phone: string): void {
    if (person.phone !== undefined) this.#byPhone.delete(person.phone);
    person.phone = digits(phone);
    this.#byPhone.set(person.phone, person);
  }

  #setUserId(person: Person, userId: string): void {
    if (person.userId !== undefined) this.#byUserId.delete(person.userId);
    person.userId = userId;
    this.#byUserId.set(userId, person);
  }
}
