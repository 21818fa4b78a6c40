import { randomBytes } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { SandboxClock } from '../control/clock';
import { FaultBook, httpFault } from '../control/faults';
import { Journal } from '../control/journal';
import { createServe, type Serve } from '../control/serve';
import { controlErrors, createControlRouter, listen, type Running } from '../control/server';
import { SEED_BANKS, SEED_MERCHANTS } from '../seed';
import { AuditTrail } from './audit';
import { TokenBroker } from './broker';
import type { BankRecord } from './contract';
import { createCapControl } from './control-routes';
import { Directory } from './directory';
import { CapError, errorReply, injectedError } from './errors';
import { Ledger } from './ledger';
import { createRev2Router } from './rev2-routes';
import { Vault } from './vault';

export interface CapSvcSimOptions {
  /** What callers present as the bearer token. Default: `sandbox-cap-token`. */
  readonly serviceToken?: string;
  /** Where each bank's rail answers, by bank id: scheme, host and port. */
  readonly ecommBaseUrls: Readonly<Record<string, string>>;
  /** Encrypts the merchants' secrets at rest, 32 bytes. Default: random. */
  readonly secretsKey?: Buffer;
  /** A held rail token with less left is renewed before it is handed out, in ms. Default 60 000; Infinity: always. */
  readonly renewBeforeMs?: number;
}

/** The simulated broker and its state. */
export interface CapSvcSim {
  readonly app: Express;
  readonly clock: SandboxClock;
  readonly faults: FaultBook;
  readonly journal: Journal;
  readonly directory: Directory;
  readonly vault: Vault;
  readonly broker: TokenBroker;
  readonly ledger: Ledger;
  readonly audit: AuditTrail;
  listen(port: number): Promise<Running>;
}

/** Simulates cap-svc Rev 2: seeded sellers and merchants, real brokering against the rail simulators. */
export function createCapSvcSim(options: CapSvcSimOptions): CapSvcSim {
  let renewBeforeMs = options.renewBeforeMs ?? 60_000;
  const clock = new SandboxClock();
  const now = (): number => clock.now();
  const journal = new Journal(now);
  const faults = new FaultBook(httpFault);
  const audit = new AuditTrail(now);
  const ledger = new Ledger();
  const directory = new Directory(connected(options.ecommBaseUrls));
  const vault = new Vault(options.secretsKey ?? randomBytes(32));
  for (const { merchantId, secretKey } of SEED_MERCHANTS) vault.put(merchantId, secretKey);
  const broker = new TokenBroker({ directory, vault, journal, clock, renewBeforeMs: () => renewBeforeMs });
  const configure = (change: { renewBeforeMs: number }): void => void ({ renewBeforeMs } = change);
  const serve = createServe({ journal, faults, errorReply: injectedError, failureReply: errorReply });
  const serviceToken = options.serviceToken ?? 'sandbox-cap-token';

  const app = express().disable('x-powered-by').disable('etag');
  app.use('/__control', createControlRouter({ faults, journal, clock }));
  app.use('/__control', createCapControl({ directory, vault, broker, ledger, audit, configure }), controlErrors);
  app.use(express.json());
  app.use(unreadable(serve));
  app.use('/rev2', createRev2Router({ serve, serviceToken, directory, broker, ledger, audit }));
  app.use(serve('unknown', () => ({ status: 404, body: { code: 'NOT_FOUND', message: 'No such route.' } })));
  return {
    app,
    clock,
    faults,
    journal,
    directory,
    vault,
    broker,
    ledger,
    audit,
    listen: (port) => listen(app, port, clock),
  };
}

const connected = (urls: Readonly<Record<string, string>>): BankRecord[] =>
  SEED_BANKS.flatMap((bank) => {
    const ecommBaseUrl = urls[bank.id];
    return ecommBaseUrl === undefined ? [] : [{ ...bank, ecommBaseUrl }];
  });

const unreadable =
  (serve: Serve): ErrorRequestHandler =>
  (error: unknown, request, response, next) =>
    serve('unreadable', () => {
      throw error instanceof SyntaxError ? new CapError('BAD_REQUEST', 'The body is not JSON.') : error;
    })(request, response, next);
