import { SpanKind } from '@opentelemetry/api';
import { currentTraceparent, inSpan, markFailed } from './span';

/** Whom we call outside. */
export type Peer = 'whatsapp' | 'cap-svc' | 'rail';

/**
 * Node's fetch with a span around each call, whose `traceparent` goes along. Neither path nor query is kept: they hold ids, and the
 * seller's phone.
 */
export const tracedFetch =
  (peer: Peer): typeof fetch =>
  (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    const attributes = { 'http.request.method': method, 'server.address': hostname, 'peer.service': peer };
    return inSpan({ name: `${method} ${peer}`, kind: SpanKind.CLIENT, attributes }, async (span) => {
      const headers = new Headers(init?.headers);
      const traceparent = currentTraceparent();
      if (traceparent !== undefined) headers.set('traceparent', traceparent);
      const response = await fetch(input, { ...init, headers });
      span.setAttribute('http.response.status_code', response.status);
      if (response.status >= 400) markFailed(span, String(response.status));
      return response;
    });
  };
