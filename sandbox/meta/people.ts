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
  readonly #people: Person[] = [];
  /** Two records that turned out to be one person. */
  readonly #merged = new Map<Person, Person>();

  find(address: string): Person | undefined {
    const phone = /^\+?[0-9]+$/.test(address) ? digits(address) : undefined;
    return this.#people.find((person) => (phone === undefined ? person.userId === address : person.phone === phone));
  }

  /** Finds or adds; facts that are new are kept, and two records that the facts join become one. */
  meet(facts: PersonFacts): Person {
    const phone = facts.phone === undefined ? undefined : digits(facts.phone);
    const byId = facts.userId === undefined ? undefined : this.find(facts.userId);
    const byPhone = phone === undefined ? undefined : this.find(phone);
    const person = byId ?? byPhone ?? this.#add(facts.name ?? 'Someone');
    if (byId !== undefined && byPhone !== undefined && byId !== byPhone) this.#merge(byPhone, byId);
    if (phone !== undefined) person.phone = phone;
    if (facts.userId !== undefined) person.userId = facts.userId;
    if (facts.name !== undefined) person.name = facts.name;
    if (facts.username !== undefined) person.username = facts.username;
    return person;
  }

  /** The person that this record stands for now. */
  current(person: Person): Person {
    const into = this.#merged.get(person);
    return into === undefined ? person : this.current(into);
  }

  /** The person keeps chats and user id under a new phone. */
  move(person: Person, phone: string, userId: string | undefined): void {
    person.phone = digits(phone);
    if (userId !== undefined) person.userId = userId;
  }

  #add(name: string): Person {
    const person: Person = { name };
    this.#people.push(person);
    return person;
  }

  #merge(from: Person, into: Person): void {
    this.#merged.set(from, into);
    this.#people.splice(this.#people.indexOf(from), 1);
  }
}
