import { z } from 'zod';
import type { ConfigurationProblem } from './configuration-error';
import { DEFAULT_RTP_LIMITS, rtpLimitsSchema } from './rtp-limits';
import { baseUrl, duration, json, list, namedKeys, origins, proxies, text, wholeNumber, word } from './values';

const port = wholeNumber(0, 65_535);
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Who has it reads every phone and name: 16 random characters are out of reach of guessing. */
const LEAST_TOKEN = 16;
const KEY_EXAMPLE = 'k1:$(openssl rand -base64 32)';

/** The variable, with a setting that would be right. */
function variable<T extends z.ZodType>(shape: T, example: string): T {
  return shape.meta({ examples: [example] });
}

/**
 * Every variable of the environment but those of the Temporal connection, which `@temporalio/envconfig` reads. A default
 * makes a variable optional; docs/configuration.md says what each is for.
 */
export const variables = z.object({
  PORT: variable(port.default(3000), '3000'),
  WORKER_PORT: variable(port.default(3001), '3001'),
  PUBLIC_URL: variable(baseUrl, 'https://pay.example.com'),
  TRUSTED_PROXIES: variable(proxies.default(['loopback', 'linklocal', 'uniquelocal']), '10.0.0.0/8,2001:db8::/32'),
  TEMPORAL_TASK_QUEUE_PREFIX: variable(
    word.regex(/^[\w.-]*$/, { error: 'has other than a-z 0-9 _ . -' }).default(''),
    'blue-',
  ),
  TEMPORAL_UI_URL: variable(baseUrl.default('http://localhost:8233'), 'https://temporal-ui.example.com'),
  BUILD_ID: variable(word.optional(), '$(git rev-parse --short HEAD)'),
  DEPLOYMENT_NAME: variable(word.optional(), 'miapos-conversational'),
  META_APP_SECRET: variable(list, '<app secret>,<next app secret>'),
  META_VERIFY_TOKEN: variable(list, '<verify token>'),
  WHATSAPP_ACCESS_TOKEN: variable(word, '<system user token>'),
  GRAPH_URL: variable(baseUrl.default('https://graph.facebook.com'), 'https://graph.facebook.com'),
  GRAPH_VERSION: variable(word.regex(/^v\d+\.\d+$/, { error: 'is no Graph API version' }).default('v26.0'), 'v26.0'),
  CAP_SVC_URL: variable(baseUrl, 'https://cap.example.com'),
  CAP_SVC_TOKEN: variable(word, '<service token>'),
  RAIL_ORIGINS: variable(origins, 'https://ecomm-test.miapos.md'),
  LINES_FILE: variable(text.default('config/lines.json'), 'config/lines.json'),
  PAYLOAD_KEYS: variable(namedKeys, KEY_EXAMPLE),
  ADDRESS_KEY: variable(namedKeys, KEY_EXAMPLE),
  CODEC_OIDC_ISSUER: variable(baseUrl.optional(), 'https://login.example.com'),
  CODEC_OIDC_AUDIENCE: variable(word.optional(), 'temporal-ui'),
  CODEC_OIDC_SUBJECTS: variable(list.optional(), 'auth0|5f7c8ec7c33c6c004bbafe82,auth0|5f7c8ec7c33c6c004bbafe83'),
  CODEC_TOKEN: variable(
    word.min(LEAST_TOKEN, { error: `is shorter than ${LEAST_TOKEN} characters, so it can be guessed` }).optional(),
    '$(openssl rand -hex 32)',
  ),
  COMMAND_MAX_AGE: variable(duration.default(600_000), 'PT10M'),
  NAMESPACE_RETENTION_DAYS: variable(wholeNumber(8, 3650).default(30), '30'),
  RTP_LIMITS: variable(json(rtpLimitsSchema).default(DEFAULT_RTP_LIMITS), JSON.stringify(DEFAULT_RTP_LIMITS)),
  TIMINGS_FILE: variable(text.optional(), 'timings.json'),
  TELEGRAM_API_URL: variable(baseUrl.default('https://api.telegram.org'), 'https://api.telegram.org'),
  TELEGRAM_BOT_TOKEN: variable(word.optional(), '<id>:<token of @BotFather>'),
  TELEGRAM_SECRET_TOKEN: variable(
    word.regex(/^[\w-]{1,256}$/, { error: 'is not 1-256 of A-Z a-z 0-9 _ -' }).optional(),
    '$(openssl rand -hex 32)',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(baseUrl.optional(), 'http://localhost:4318'),
  LOG_LEVEL: variable(z.enum(LOG_LEVELS, { error: `is none of ${LOG_LEVELS.join(', ')}` }).default('info'), 'info'),
});

export type Variables = z.output<typeof variables>;

/** What is wrong with a variable, with a setting that would be right. */
export function problemOf(name: string, what: string): ConfigurationProblem {
  const shape: z.ZodType | undefined = Object.entries(variables.shape).find(([key]) => key === name)?.[1];
  const example = z.array(z.string()).safeParse(shape?.meta()?.['examples']).data?.[0];
  return { where: name, what, ...(example === undefined ? {} : { example: `${name}=${example}` }) };
}

/** @param set the variables that are set: a missing one is said so, whatever its shape */
export function toProblem(
  issue: z.core.$ZodIssue,
  set: Readonly<Record<string, string | undefined>>,
): ConfigurationProblem {
  const [name = '', ...within] = issue.path.map(String);
  const message = within.length === 0 ? issue.message : `${within.join('.')}: ${issue.message}`;
  return problemOf(name, set[name] === undefined ? 'is not set' : message);
}
