import { LRUCache } from 'lru-cache';
import { chatIdsOf } from '../../temporal/chat-ids';
import type { Contact } from '../../domain/inbound';
import type { IntakeDeps } from './deps';

const REMEMBERED = 50_000;

/**
 * Finds the id of a person's conversation. A conversation keeps the key it was named with for as long as it lives, so after a
 * change of ADDRESS_KEY each person is looked for under the older keys once per process.
 */
export function createConversationIds({ addressing, temporal }: Pick<IntakeDeps, 'addressing' | 'temporal'>) {
  const known = new LRUCache<string, string>({ max: REMEMBERED });

  return async function conversationIdOf(lineId: string, person: Contact): Promise<string> {
    const [current, ...older] = chatIdsOf(addressing, lineId, person);
    if (older.length === 0) return current;
    const found = known.get(current) ?? (await firstThatExists(older)) ?? current;
    known.set(current, found);
    return found;
  };

  async function firstThatExists(ids: readonly string[]): Promise<string | undefined> {
    for (const id of ids) {
      if (await temporal.exists(id)) return id;
    }
    return undefined;
  }
}
