import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { SandboxClock } from '../control/clock';
import { FaultBook } from '../control/faults';
import { Journal } from '../control/journal';
import { createServe } from '../control/serve';
import { controlErrors, createControlRouter, listen, type Running } from '../control/server';
import { SEED_BANKS, SEED_MERCHANTS } from '../seed';
import { type RailFault, railFault } from './callback-faults';
import { Callbacks } from './callbacks';
import { createCheckoutRouter } from './checkout-routes';
import { createRailControl } from './control-routes';
import { createEcommRouter } from './ecomm-routes';
import { Merchants } from './merchants';
import { DEFAULT_RAIL_SETTINGS, type RailSettings, type RailSimOptions } from './options';
import { Payments } from './payments';
import { injectedRefusal, Refused, refusalReply } from './refusal';
import { SigningKey } from './signing';
import { RailTokens } from './tokens';

/** One bank's endpoint of the simulated rail. */
export interface RailSim {
  readonly app: Express;
  readonly bankId: string;
  readonly clock: SandboxClock;
  readonly faults: FaultBook<RailFault>;
  readonly journal: Journal;
  readonly payments: Payments;
  readonly merchants: Merchants;
  readonly key: SigningKey;
  readonly tokens: RailTokens;
  readonly settings: RailSettings;
  configure(change: Partial<RailSettings>): void;
  listen(port: number): Promise<Running>;
}

/** Simulates miaPOS e-commerce for one bank: protocol, hosted checkout, signed callbacks, and everything going wrong. */
export function createRailSim(options: RailSimOptions = {}): RailSim {
  const bankId = options.bankId ?? SEED_BANKS[0]?.id ?? 'bank';
  let settings: RailSettings = { ...DEFAULT_RAIL_SETTINGS, ...options.settings };
  const settingsNow = (): RailSettings => settings;
  const configure = (change: Partial<RailSettings>): void => void (settings = { ...settings, ...change });
  const clock = new SandboxClock();
  const now = (): number => clock.now();
  const journal = new Journal(now);
  const faults = new FaultBook<RailFault>(railFault);
  const key = new SigningKey(options.privateKeyPem);
  const merchants = new Merchants(options.merchants ?? SEED_MERCHANTS.filter((each) => each.bankId === bankId));
  const tokens = new RailTokens({
    secret: options.tokenSecret ?? `sandbox-rail-${bankId}`,
    accessTokenSeconds: options.accessTokenSeconds ?? 300,
    now,
  });
  const callbacks = new Callbacks({ clock, faults, journal, key, settings: settingsNow });
  const payments = new Payments({ clock, callbacks, settings: settingsNow });
  const serve = createServe({ journal, faults, errorReply: injectedRefusal, failureReply: refusalReply });
  const baseUrl = (request: Request): string =>
    options.publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;

  const app = express().disable('x-powered-by').disable('etag');
  app.use('/__control', createControlRouter({ faults, journal, clock }));
  app.use(
    '/__control',
    createRailControl({ payments, callbacks, merchants, tokens, key, settings: settingsNow, configure }),
  );
  app.use('/__control', controlErrors);
  app.use('/checkout', createCheckoutRouter({ serve, payments, merchants }));
  app.use(express.json());
  app.use(unreadable(serve));
  app.use('/ecomm/api/v1', createEcommRouter({ serve, merchants, tokens, payments, key, baseUrl }));
  // The path of older docs is known to fail like this.
  app.get(
    '/api/v1/public-key',
    serve('oldPublicKey', () => ({ status: 500 })),
  );
  app.use(serve('unknown', () => ({ status: 404 })));

  return {
    app,
    bankId,
    clock,
    faults,
    journal,
    payments,
    merchants,
    key,
    tokens,
    get settings() {
      return settings;
    },
    configure,
    listen: (port) => listen(app, port, clock),
  };
}

const unreadable =
  (serve: ReturnType<typeof createServe>): ErrorRequestHandler =>
  (error: unknown, request, response, next) =>
    serve('unreadable', () => {
      throw error instanceof SyntaxError ? new Refused('The body is not JSON') : error;
    })(request, response, next);
