import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { tracedFetch } from './calls';
import { traceRequests } from './requests';
import { traceActivity, traceClient } from './temporal';
import type { Tracing, TracingOptions } from './tracing';

/** Traces this process from now on. Sampling, headers and time-outs are OpenTelemetry's own OTEL_* variables. */
export function startTracing(url: string, { service, buildId }: Omit<TracingOptions, 'url'>): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `miapos-${service}`, 'service.version': buildId }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` }))],
  });
  provider.register();
  return {
    requests: traceRequests,
    client: traceClient,
    activity: traceActivity,
    fetch: tracedFetch,
    // A collector that is away must not keep a process from ending well.
    stop: () => provider.shutdown().catch(() => undefined),
  };
}
