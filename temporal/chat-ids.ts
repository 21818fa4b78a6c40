import type { Contact } from '../domain/inbound';
import { conversationWorkflowId } from '../workflows/conversation.contract';
import type { Addressing, Names } from '../addressing/addressing';

/** What a person's conversation on a line is called: under the first key, then under each older one. */
export function chatIdsOf(addressing: Pick<Addressing, 'pseudonyms'>, lineId: string, person: Contact): Names {
  const [current, ...older] = addressing.pseudonyms(lineId, person);
  return [conversationWorkflowId(lineId, current), ...older.map((name) => conversationWorkflowId(lineId, name))];
}
