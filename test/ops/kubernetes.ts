import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ROOT } from './compose';

const FOLDER = join(ROOT, 'ops/deploy/kubernetes');

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }).optional();
const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  envFrom: z.array(z.record(z.string(), z.object({ name: z.string() }))),
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })).optional(),
  readinessProbe: probe,
  livenessProbe: probe,
  startupProbe: probe,
  lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }) }).optional(),
  securityContext: z.object({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
  }),
  resources: z.object({ limits: z.object({ memory: z.string() }) }),
});
const podSchema = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    automountServiceAccountToken: z.boolean(),
    terminationGracePeriodSeconds: z.int().optional(),
    securityContext: z.object({ runAsNonRoot: z.boolean(), runAsUser: z.int() }),
    containers: z.array(containerSchema),
  }),
});

export type Pod = z.infer<typeof podSchema>;

/** One object of the manifests. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  /** As written. */
  readonly is: Readonly<Record<string, unknown>>;
}

const head = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string().optional(), generateName: z.string().optional() }),
});

const readManifests = (): readonly Manifest[] =>
  readdirSync(FOLDER).flatMap((file) =>
    parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8')).map((document) => {
      expectNoErrors(file, document.errors);
      const is = head.parse(document.toJS());
      const { name, generateName = '' } = is.metadata;
      return { file, kind: is.kind, name: name ?? `${generateName}made`, is };
    }),
  );

function expectNoErrors(file: string, errors: readonly Error[]): void {
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join(', ')}`);
}

export const manifests = readManifests();
/** The first of a kind whose name begins so. */
export const manifest = (kind: string, start: string): Manifest | undefined =>
  manifests.find((one) => one.kind === kind && one.name.startsWith(start));

/** What runs containers: Deployments and Jobs. */
export const podOf = ({ is }: Manifest): Pod | undefined =>
  z.object({ spec: z.object({ template: podSchema }) }).safeParse(is).data?.spec.template;

export const podNamed = (start: string): Pod => {
  const [pod] = manifests.filter(({ name }) => name.startsWith(start)).flatMap((one) => podOf(one) ?? []);
  if (pod === undefined) throw new Error(`There is no ${start}.`);
  return pod;
};

export const serviceSchema = z.object({
  spec: z.object({
    selector: z.record(z.string(), z.string()),
    ports: z.array(z.object({ port: z.int(), targetPort: z.string() })),
  }),
});

/** What KEDA's documentation says of a ScaledObject with temporal triggers: it has no place in Kubernetes' own schemas. */
export const scaledObjectSchema = z.strictObject({
  apiVersion: z.literal('keda.sh/v1alpha1'),
  kind: z.literal('ScaledObject'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({ name: z.string() }),
    minReplicaCount: z.int().min(1),
    maxReplicaCount: z.int(),
    pollingInterval: z.int(),
    triggers: z.array(
      z.strictObject({
        type: z.literal('temporal'),
        metadata: z.strictObject({
          endpoint: z.string().regex(/:\d+$/),
          namespace: z.string(),
          taskQueue: z.string(),
          queueTypes: z.literal('workflow,activity'),
          targetQueueSize: z.string().regex(/^\d+$/),
          workerDeploymentName: z.string(),
          workerDeploymentBuildId: z.string(),
        }),
      }),
    ),
  }),
});
