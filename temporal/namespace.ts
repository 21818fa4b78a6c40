import type { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { msNumberToTs } from '@temporalio/common/lib/time';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes';
import { attributes } from '../workflows/search-attributes';

const DAY_SECONDS = 86_400;
/** A closed run answers a repeated message; the channel repeats for up to 7 days. */
const RETENTION_AT_LEAST_DAYS = 8;

export interface NamespaceGaps {
  /** Attributes that are not registered, or are of another type. */
  readonly attributes: readonly string[];
  readonly retentionDays: number;
}

type Reachable = Pick<Connection, 'workflowService' | 'operatorService'>;

/** What the namespace lacks of what the product needs. */
export async function readGaps(connection: Reachable, namespace: string): Promise<NamespaceGaps> {
  const [{ customAttributes }, { config }] = await Promise.all([
    connection.operatorService.listSearchAttributes({ namespace }),
    connection.workflowService.describeNamespace({ namespace }),
  ]);
  const lacking = Object.values(attributes).filter(
    ({ name, type }) => customAttributes[name] !== encodeSearchAttributeIndexedValueType(type),
  );
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  return { attributes: lacking.map(({ name }) => name), retentionDays: seconds / DAY_SECONDS };
}

/** Registers what is missing and raises a shorter retention. Doing it again changes nothing. */
export async function setUpNamespace(
  connection: Reachable,
  namespace: string,
  retentionDays: number,
): Promise<NamespaceGaps> {
  const gaps = await readGaps(connection, namespace);
  const missing = Object.values(attributes).filter(({ name }) => gaps.attributes.includes(name));
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(
        missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0]),
      ),
    });
  }
  if (gaps.retentionDays < retentionDays) {
    const workflowExecutionRetentionTtl = msNumberToTs(retentionDays * DAY_SECONDS * 1_000);
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
  }
  return gaps;
}

/** Refuses a namespace in which payments could not be found again, or a repeated message would pay twice. */
export async function assertNamespace(connection: Reachable, namespace: string): Promise<void> {
  const { attributes: lacking, retentionDays } = await readGaps(connection, namespace);
  if (lacking.length > 0) {
    throw new Error(
      `Namespace ${namespace} lacks the search attributes ${lacking.join(', ')}: run npm run setup:temporal first.`,
    );
  }
  if (retentionDays < RETENTION_AT_LEAST_DAYS) {
    throw new Error(
      `Namespace ${namespace} keeps closed workflows for ${retentionDays} days, and a message that is repeated later would ` +
        `pay twice: at least ${RETENTION_AT_LEAST_DAYS} are needed. Run npm run setup:temporal.`,
    );
  }
}

/** The commands that do the same on Temporal Cloud, where only an account's administrator may. */
export function cloudCommands(namespace: string, retentionDays: number): string {
  const types: Partial<Record<SearchAttributeType, string>> = {
    [SearchAttributeType.KEYWORD]: 'Keyword',
    [SearchAttributeType.INT]: 'Int',
    [SearchAttributeType.DATETIME]: 'Datetime',
  };
  const flags = Object.values(attributes).map(({ name, type }) => `--search-attribute "${name}=${types[type] ?? ''}"`);
  return [
    `tcld namespace search-attributes add --namespace ${namespace} ${flags.join(' ')}`,
    `tcld namespace retention set --namespace ${namespace} --retention-days ${retentionDays}`,
  ].join('\n');
}
