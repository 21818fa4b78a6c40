import { CONVERSATION_WORKFLOW, conversationState } from '../workflows/conversation.contract';
import type { ConversationState } from '../workflows/conversation-state';
import type { CaptureStage } from './capture-stage';

const LEFT = '+37369000301';
const BETWEEN = '+37369000302';
const SHOP = '+37369000303';
const OWN = '+37369000304';
const OTHERS = '+37369000305';

/** The number changes, WhatsApp shows an id before the bank knows the new one, and then the bank does. */
export async function moved(stage: CaptureStage): Promise<void> {
  stage.register(LEFT, 'pos-0301');
  stage.write(LEFT, 'pay 31 "Moved"');
  await stage.hears(LEFT, 1);
  const payment = await stage.made('Moved');
  stage.moves(LEFT, BETWEEN);
  const between = await chatOf(stage, ({ predecessors = [] }) => predecessors.length === 1);
  stage.showsIds(true);
  stage.write(BETWEEN, '/help');
  const left = await chatOf(stage, ({ movedTo }) => movedTo?.done === false);
  const byId = await chatOf(stage, ({ frozen, contact }) => frozen !== undefined && contact.userId !== undefined);
  stage.become(payment, 'SUCCESS');
  await chatOf(stage, ({ debts }) => debts.length === 1);
  stage.unregister(LEFT);
  stage.register(BETWEEN, 'pos-0301');
  stage.write(BETWEEN, '/help');
  await chatOf(stage, ({ movedTo }) => movedTo?.done === true && movedTo.why === 'moved');
  stage.write(BETWEEN, '/help');
  await stage.over(payment);
  stage.showsIds(false);
  keep(stage, { 'conversation-left': left, 'conversation-in-between': between, 'conversation-by-id': byId });
}

/** A seller leaves a number with links open, and another moves to it. */
export async function takenOver(stage: CaptureStage): Promise<void> {
  stage.register(SHOP, 'pos-0303');
  stage.register(OTHERS, 'pos-0305');
  stage.write(SHOP, 'pay 33 "Before"');
  await stage.hears(SHOP, 1);
  const before = await stage.made('Before');
  stage.write(OTHERS, 'pay 35 "Theirs"');
  await stage.hears(OTHERS, 1);
  stage.unregister(SHOP);
  stage.register(OWN, 'pos-0303');
  stage.moves(SHOP, OWN);
  const shop = await chatOf(stage, ({ movedTo }) => movedTo?.done === true && movedTo.contact.phone === OWN.slice(1));
  stage.write(SHOP, '/help');
  await stage.hears(SHOP, 1);
  stage.unregister(OTHERS);
  stage.register(SHOP, 'pos-0305');
  stage.moves(OTHERS, SHOP);
  await chatOf(stage, ({ seller, contact }) => seller?.posUserId === 'pos-0305' && contact.phone === SHOP.slice(1));
  stage.write(SHOP, '/help');
  stage.become(before, 'SUCCESS');
  // Whoever has the number by now is told nothing; the one who left hears it with the next message.
  stage.write(OWN, '/help');
  await stage.over(before);
  keep(stage, { 'conversation-taken-over': shop });
}

function keep(stage: CaptureStage, chats: Readonly<Record<string, string>>): void {
  for (const [name, workflowId] of Object.entries(chats)) stage.keep(name, CONVERSATION_WORKFLOW, workflowId);
}

/** The chat that is so, once one is. */
const chatOf = (stage: CaptureStage, isSo: (state: ConversationState) => boolean): Promise<string> =>
  stage.sees('a chat', async (client) => {
    const query = `WorkflowType = "${CONVERSATION_WORKFLOW}" AND ExecutionStatus = "Running"`;
    for await (const { workflowId } of client.workflow.list({ query })) {
      if (isSo(await client.workflow.getHandle(workflowId).query(conversationState))) return workflowId;
    }
    return undefined;
  });
