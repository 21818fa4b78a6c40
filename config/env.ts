import type { RtpLimits } from '../domain/payer-limits';
import { readGitSha } from './build-id';
import { readCodecAccess, type CodecAccess } from './codec-access';
import { ConfigurationError } from './configuration-error';
import type { NamedKey } from './values';
import { problemOf, toProblem, variables, type Variables } from './variables';

const NO_CODEC = 'is not set, and neither are CODEC_OIDC_ISSUER and CODEC_OIDC_AUDIENCE';
/** What the examples have where a value of one's own belongs. It is published, so as a secret it is nobody's. */
const PLACEHOLDER = 'REPLACE';
const STILL_PLACEHOLDER = "still holds the example's placeholder";
const NO_BUILD_ID = 'is not set, there is no git checkout to take it from, and DEPLOYMENT_NAME asks for versioning';

export type Role = 'api' | 'worker';

/** The environment, read once. Holds secrets: never log it whole. */
export interface Env {
  readonly role: Role;
  readonly port: number;
  /** Health and metrics of the worker. */
  readonly workerPort: number;
  /** https base of rail callbacks and links, without a slash at its end; so are all URLs here. */
  readonly publicUrl: string;
  /** Whose X-Forwarded-For is believed, as Express takes it: addresses, networks and their names. */
  readonly trustedProxies: readonly string[];
  readonly temporal: { readonly taskQueuePrefix: string; readonly uiUrl: string };
  /** `deploymentName` absent: an unversioned worker. */
  readonly build: { readonly id: string; readonly deploymentName?: string };
  /** Both: the current one first, then the next. */
  readonly meta: { readonly appSecrets: readonly string[]; readonly verifyTokens: readonly string[] };
  readonly whatsapp: { readonly accessToken: string; readonly graphUrl: string; readonly graphVersion: string };
  readonly capSvc: { readonly url: string; readonly token: string };
  /** The only endpoints that a token of ours goes to. */
  readonly railOrigins: readonly string[];
  readonly linesFile: string;
  /** The first encrypts, all decrypt. */
  readonly payloadKeys: readonly NamedKey[];
  /** The first names new conversations and links, all are looked up. */
  readonly addressKeys: readonly NamedKey[];
  /** Always there for the api; a worker serves no codec. */
  readonly codec?: CodecAccess;
  readonly commandMaxAgeMs: number;
  readonly namespaceRetentionDays: number;
  readonly rtpLimits: RtpLimits;
  readonly timingsFile?: string;
  /** Read and not used: the channel is not built, and `readLines` refuses its lines. */
  readonly telegram: { readonly apiUrl: string; readonly botToken?: string; readonly secretToken?: string };
  readonly logLevel: Variables['LOG_LEVEL'];
  /** Base URL of an OTLP collector; absent: no tracing. */
  readonly tracingUrl?: string;
}

export type ApiEnv = Env & { readonly codec: CodecAccess };

/**
 * Reads the whole environment at once. Both roles read the same table, so that one file of variables serves both; only
 * CODEC_* is asked of the api alone. An empty variable counts as unset, as compose files pass it; one that still has the
 * examples' REPLACE in it is refused, for most of them would be taken as they are.
 *
 * @param gitSha stands in for an unset BUILD_ID
 * @throws {@link ConfigurationError} that names every variable that is missing or malformed, and no value
 */
export function readEnv(
  env: Record<string, string | undefined>,
  role: 'api',
  gitSha?: () => string | undefined,
): ApiEnv;
export function readEnv(env: Record<string, string | undefined>, role: Role, gitSha?: () => string | undefined): Env;
export function readEnv(env: Record<string, string | undefined>, role: Role, gitSha = readGitSha): Env {
  const set = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = variables.safeParse(set);
  const problems = (read.error?.issues ?? []).map((issue) => toProblem(issue, set));
  const codec = readCodecAccess(set) ?? (role === 'api' ? problemOf('CODEC_TOKEN', NO_CODEC) : undefined);
  if (codec !== undefined && 'what' in codec) problems.push(codec);
  const buildId = set['BUILD_ID'] ?? gitSha();
  if (buildId === undefined && set['DEPLOYMENT_NAME'] !== undefined) problems.push(problemOf('BUILD_ID', NO_BUILD_ID));
  // As they were written: a URL that was read has its host in lower case.
  const copied = Object.keys(variables.shape).filter((name) => set[name]?.includes(PLACEHOLDER));
  if (read.data === undefined || problems.length > 0 || copied.length > 0) {
    const others = problems.filter(({ where }) => !copied.includes(where));
    throw new ConfigurationError([...copied.map((name) => problemOf(name, STILL_PLACEHOLDER)), ...others]);
  }
  const access = codec !== undefined && 'way' in codec ? { codec } : {};
  return deepFreeze({ role, ...toEnv(read.data, buildId ?? 'unknown'), ...access });
}

function toEnv(is: Variables, buildId: string): Omit<Env, 'role' | 'codec'> {
  return {
    port: is.PORT,
    workerPort: is.WORKER_PORT,
    publicUrl: is.PUBLIC_URL,
    trustedProxies: is.TRUSTED_PROXIES,
    temporal: { taskQueuePrefix: is.TEMPORAL_TASK_QUEUE_PREFIX, uiUrl: is.TEMPORAL_UI_URL },
    build: { id: buildId, ...(is.DEPLOYMENT_NAME === undefined ? {} : { deploymentName: is.DEPLOYMENT_NAME }) },
    meta: { appSecrets: is.META_APP_SECRET, verifyTokens: is.META_VERIFY_TOKEN },
    whatsapp: { accessToken: is.WHATSAPP_ACCESS_TOKEN, graphUrl: is.GRAPH_URL, graphVersion: is.GRAPH_VERSION },
    capSvc: { url: is.CAP_SVC_URL, token: is.CAP_SVC_TOKEN },
    railOrigins: is.RAIL_ORIGINS,
    linesFile: is.LINES_FILE,
    payloadKeys: is.PAYLOAD_KEYS,
    addressKeys: is.ADDRESS_KEY,
    commandMaxAgeMs: is.COMMAND_MAX_AGE,
    namespaceRetentionDays: is.NAMESPACE_RETENTION_DAYS,
    rtpLimits: is.RTP_LIMITS,
    ...(is.TIMINGS_FILE === undefined ? {} : { timingsFile: is.TIMINGS_FILE }),
    telegram: {
      apiUrl: is.TELEGRAM_API_URL,
      ...(is.TELEGRAM_BOT_TOKEN === undefined ? {} : { botToken: is.TELEGRAM_BOT_TOKEN }),
      ...(is.TELEGRAM_SECRET_TOKEN === undefined ? {} : { secretToken: is.TELEGRAM_SECRET_TOKEN }),
    },
    logLevel: is.LOG_LEVEL,
    ...(is.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { tracingUrl: is.OTEL_EXPORTER_OTLP_ENDPOINT }),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
