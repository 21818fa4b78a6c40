import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paymentLinkWorkflowId } from '../../workflows/payment-link.contract';
import { eventually, startLive } from '../support/live';
import type { Live } from '../support/live';

const EMMA = '+37369000006';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

let live: Live;
let collector: Server;
/** What an OTLP collector on this machine was sent. */
const exported: string[] = [];
const spans = (): Span[] =>
  exported.flatMap((body) =>
    (JSON.parse(body) as Export).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      exported.push(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    collector.listen(0, '127.0.0.1', resolve);
  });
  const { port } = collector.address() as AddressInfo;
  live = await startLive({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}`, OTEL_BSP_SCHEDULE_DELAY: '200' },
    // A record that takes longer goes another way, which costs three events.
    timings: { localRecord: 60_000 },
  });
});
afterAll(async () => {
  await live.stop();
  collector.close();
});

/** From a span up to its root, by name. */
function lineage(span: Span | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = span; at !== undefined; at = spans().find(({ spanId }) => spanId === at.parentSpanId))
    names.push(at.name);
  return names;
}
const heard = (count: number) =>
  eventually(
    () => live.heard(EMMA),
    (all) => all.length >= count,
  );

describe('one paid link, traced', () => {
  it('is one trace from the webhook to the calls of cap-svc, the rail and the Graph API, and one from the callback to the notice', async () => {
    live.write(EMMA, 'pay 12.50 "Secretive purchase" #corner7');
    await heard(1);
    const payment = live.payments()[0];
    await fetch(`${payment?.checkoutPage ?? ''}/pay`, { method: 'POST' });
    const said = await heard(2);
    const handle = live.client.workflow.getHandle(paymentLinkWorkflowId(payment?.orderId ?? ''));
    await handle.result();

    // From the root down: what began it, and what it came to.
    const command = ['POST /webhooks/whatsapp', 'StartWorkflow PaymentLinkWorkflow'];
    const callback = ['POST /webhooks/rail/:linkId', 'SignalWorkflow railReported'];
    const expected = [
      [...command, 'RunActivity resolveSeller', 'POST cap-svc'],
      [...command, 'RunActivity issuePayment', 'POST rail'],
      [...command, 'RunActivity sendMessage', 'POST whatsapp'],
      [...callback, 'RunActivity sendMessage', 'POST whatsapp'],
    ];
    // A payment that asks its chat who the seller is goes on with what the chat answers: between both ends there may be more.
    const goes = ([root, told, activity, call]: readonly string[]) =>
      spans().filter((span) => {
        const [last, before, ...rest] = lineage(span);
        return last === call && before === activity && rest.at(-1) === root && rest.at(-2) === told;
      });
    await eventually(
      () => expected.map((names) => goes(names).length),
      (found) => found.every((count) => count > 0),
    );
    const [traceId = '', ...others] = new Set(
      expected.slice(0, 3).flatMap((names) => goes(names).map((span) => span.traceId)),
    );
    expect(others).toEqual([]);

    // What the outside systems were sent, W3C's header.
    const brought = live.stack.world.rails
      .flatMap(({ journal }) => journal.since())
      .map(({ headers }) => headers['traceparent'] ?? '');
    expect(brought.some((header) => header.startsWith(`00-${traceId}-`))).toBe(true);

    const hidden = [
      EMMA.slice(1),
      'Secretive',
      'corner7',
      'Emma',
      'Book Corner',
      ...said.map(({ id }) => id),
      ...['META_APP_SECRET', 'WHATSAPP_ACCESS_TOKEN', 'CAP_SVC_TOKEN', 'CODEC_TOKEN'].map(
        (name) => live.stack.env[name] ?? name,
      ),
      'appsecret_proof',
    ];
    expect(spans().length).toBeGreaterThan(10);
    for (const text of hidden) expect(exported.join('\n')).not.toContain(text);

    // Tracing costs headers, and no event: seen at the next one, for the first has to wake the chat.
    live.write(EMMA, 'pay 13');
    await heard(3);
    const next = live.payments()[1];
    await fetch(`${next?.checkoutPage ?? ''}/pay`, { method: 'POST' });
    const again = live.client.workflow.getHandle(paymentLinkWorkflowId(next?.orderId ?? ''));
    await again.result();
    const { events } = await again.fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(30);
  });
});
