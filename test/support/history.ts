import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** Event types of a workflow's history, in order. */
export async function eventsOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return (history.events ?? []).map(({ eventType }) => temporal.api.enums.v1.EventType[eventType ?? 0] ?? 'UNKNOWN');
}

/** Everything a server holds of its workflows, as one text; what is in base64 there is decoded too. */
export async function everythingHeld(client: Client): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { raw } = await handle.describe();
    texts.push(JSON.stringify(raw, readable), JSON.stringify(await handle.fetchHistory(), readable));
  }
  return texts.join('\n');
}

/** How often text is looked for inside base64 inside base64: a payload in JSON, a message id that holds a phone in it. */
const LAYERS = 3;

/** Text with all that is in base64 in it beside it. Protobuf's JSON writes bytes as base64. */
function readable(_: string, value: unknown): unknown {
  return typeof value === 'string' ? layers(value, LAYERS).join(' ') : value;
}

function layers(text: string, left: number): string[] {
  const found = left === 0 ? [] : (text.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []);
  return [text, ...found.flatMap((one) => layers(Buffer.from(one, 'base64').toString(), left - 1))];
}
