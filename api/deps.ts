import type { PayloadCodec } from '@temporalio/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import type { NamedKey } from '../config/values';
import type { Line } from '../domain/line';
import type { CodecAccess } from './codec/gate';
import type { Log } from './http/log';
import type { Intake } from './intake/intake';
import type { Metrics } from './metrics';
import type { LinkPages } from './ports/link-pages';
import type { Operations } from './ports/operations';

/** All that the routes reach the world through. */
export interface AppDeps {
  readonly log: Log;
  readonly registry: Registry;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** Makes a span of each request; absent: no tracing. */
  readonly trace?: RequestHandler;
  readonly lines: readonly Line[];
  /** Current first, then next. */
  readonly whatsapp: { readonly appSecrets: readonly string[]; readonly verifyTokens: readonly string[] };
  readonly intake: Intake;
  /**
   * Resolves once the payment has the callback; throws what the rail is to be answered. `mayAsk` throws where the sender may
   * not make us ask anybody: asked for a callback that fits no key at hand.
   */
  readonly takeCallback: (
    linkId: string,
    rawBody: Buffer,
    headers: IncomingHttpHeaders,
    mayAsk: () => void,
  ) => Promise<void>;
  /** What operators decide about money. */
  readonly operations: Operations;
  /** The page of a link that outlives its payments. */
  readonly linkPage: {
    readonly links: LinkPages;
    /** PUBLIC_URL */
    readonly publicUrl: string;
    /** ms: nobody is sent to a checkout page with less left to live. */
    readonly checkoutLeast: number;
    /** RAIL_ORIGINS: where the button may lead to. */
    readonly railOrigins: readonly string[];
    /** ADDRESS_KEY: what the page's form is signed with is derived from it. */
    readonly formKeys: readonly NamedKey[];
  };
  /** Whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly codec: {
    readonly payloads: PayloadCodec;
    readonly access: CodecAccess;
    /** TEMPORAL_UI_URL: the only site whose pages may decode. */
    readonly uiUrl: string;
    /** Where browsers reach us by https. */
    readonly secureCookie: boolean;
  };
  /** Resolves when requests can be served. */
  readonly ready: () => Promise<void>;
}
