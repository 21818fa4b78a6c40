import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../config/env';
import { CONVERSATIONS_QUEUE } from '../../workflows/conversation.contract';
import { PAYMENT_LINKS_QUEUE } from '../../workflows/payment-link.contract';
import { notChecked } from '../support/not-checked';
import { preparePython } from '../support/python-venv';
import { readText } from './compose';
import { manifest, manifests, podNamed, podOf, scaledObjectSchema } from './kubernetes';

/** Carries Kubernetes' own schemas of each release, so nothing is asked of the network. */
const VALIDATOR = 'kubernetes-validate==1.37.0';
const RELEASES = ['1.32', '1.37'];
const INSTALL_MS = 240_000;

const pods = manifests.flatMap((one) => {
  const pod = podOf(one);
  return pod === undefined ? [] : [[one.name, pod] as const];
});
const [api, worker] = [podNamed('miapos-api'), podNamed('miapos-worker')];
const config = (manifest('ConfigMap', 'miapos-config')?.is['data'] ?? {}) as Readonly<Record<string, string>>;

describe('the Kubernetes manifests', () => {
  it(
    'are valid by Kubernetes’ own schemas, strictly, which know a misspelt one',
    () => {
      const prepared = preparePython(VALIDATOR);
      if ('missing' in prepared) {
        return notChecked(
          'ops/deploy/kubernetes by Kubernetes’ schemas',
          `${prepared.missing}: python3 with venv, and PyPI`,
        );
      }
      const folder = mkdtempSync(join(tmpdir(), 'miapos-kubernetes-'));
      const judge = (release: string, list: readonly unknown[]) => {
        const files = list.map((one, at) => {
          const file = join(folder, `${String(at)}.yaml`);
          writeFileSync(file, JSON.stringify(one));
          return file;
        });
        const args = ['-m', 'kubernetes_validate', '--strict', '-k', release, ...files];
        return spawnSync(prepared.python, args, { encoding: 'utf8' });
      };
      const own = manifests.filter(({ kind }) => kind !== 'ScaledObject');
      const named = own.map(({ is, name }) => ({ ...is, metadata: { ...(is['metadata'] as object), name } }));
      try {
        for (const release of RELEASES) {
          const { status, stdout, stderr } = judge(release, named);
          const said = `${stdout}${stderr}`;
          expect({ release, status, said: status === 0 ? '' : said }).toEqual({ release, status: 0, said: '' });
          expect(said.match(/ passed /g)).toHaveLength(own.length);
        }
        const broken = JSON.parse(
          JSON.stringify(manifest('Deployment', 'miapos-api')?.is).replace('"image"', '"imagee"'),
        ) as object;
        expect(judge('1.37', [broken]).status).not.toBe(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
      return undefined;
    },
    INSTALL_MS,
  );

  it('hold an api and a worker, each with a budget for disruptions, and a balancer for the api', () => {
    expect(manifests.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining([
        'Deployment miapos-api',
        'Service miapos-api',
        'PodDisruptionBudget miapos-api',
        'HorizontalPodAutoscaler miapos-api',
        'Deployment miapos-worker-git-sha',
        'ScaledObject miapos-worker-git-sha',
        'PodDisruptionBudget miapos-worker',
        'NetworkPolicy miapos',
      ]),
    );
  });

  it.each(pods)('run %s as no root, without capabilities, with a file system it can’t write to', (_, { spec }) => {
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    for (const { securityContext } of spec.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it.each(pods)('hand %s its secrets by reference, and hold none', (_, { spec }) => {
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    for (const { env = [], envFrom } of spec.containers) {
      expect(env.map(({ name }) => name).filter((name) => name !== 'BUILD_ID')).toEqual([]);
      expect(envFrom).toEqual([{ configMapRef: { name: 'miapos-config' } }, { secretRef: { name: 'miapos-secrets' } }]);
    }
    expect(Object.keys(config).filter((name) => /TOKEN|SECRET|KEY/.test(name))).toEqual([]);
  });

  it.each([
    ['the api', api],
    ['the worker', worker],
  ])('ask %s whether it lives and whether it can work, on the port it listens on', (_, { spec }) => {
    const [{ ports = [], livenessProbe, readinessProbe, startupProbe } = {}] = spec.containers;
    const port = ports[0]?.name ?? '';
    expect(livenessProbe?.httpGet).toEqual({ path: '/healthz', port });
    expect(startupProbe?.httpGet).toEqual({ path: '/healthz', port });
    expect(readinessProbe?.httpGet).toEqual({ path: '/readyz', port });
  });

  it('let a worker finish what it began: longer than its own grace', () => {
    const [, grace = ''] = /const GRACE = '(\d+) seconds'/.exec(readText('workers/workers.ts')) ?? [];
    expect(Number(grace)).toBeGreaterThan(0);
    expect(worker.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(grace) + 10);
  });

  it('let the api answer what it took: longer than its pause and its own grace', () => {
    const [, grace = ''] = /const GRACE_MS = ([\d_]+)/.exec(readText('api/run.ts')) ?? [];
    const pause = Number(api.spec.containers[0]?.lifecycle?.preStop.exec.command.at(-1));
    expect(Number(grace.replace('_', ''))).toBeGreaterThan(0);
    expect(pause).toBeGreaterThan(0);
    expect(api.spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + Number(grace.replace('_', '')) / 1_000);
  });

  it('scale the workers of a version by the backlog of both of its queues, and never to none', () => {
    const { spec } = scaledObjectSchema.parse(manifest('ScaledObject', 'miapos-worker')?.is);
    const build = worker.spec.containers[0]?.env?.find(({ name }) => name === 'BUILD_ID')?.value;
    expect(spec.scaleTargetRef.name).toBe('miapos-worker-git-sha');
    expect(spec.triggers.map(({ metadata }) => metadata.taskQueue)).toEqual([PAYMENT_LINKS_QUEUE, CONVERSATIONS_QUEUE]);
    for (const { metadata } of spec.triggers) {
      expect(metadata).toMatchObject({
        workerDeploymentName: config['DEPLOYMENT_NAME'],
        workerDeploymentBuildId: build,
        endpoint: config['TEMPORAL_ADDRESS'],
        namespace: config['TEMPORAL_NAMESPACE'],
      });
    }
  });

  it('leave it to autoscalers how many there are: each apply would set a busy one back to a number of ours', () => {
    const scaled = manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
      .map(({ is }) => (is['spec'] as { readonly scaleTargetRef: { readonly name: string } }).scaleTargetRef.name);
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    expect(scaled.sort()).toEqual(deployments.map(({ name }) => name).sort());
    expect(deployments.filter(({ is }) => 'replicas' in (is['spec'] as object))).toEqual([]);
  });

  it('switch versions at once or not at all: never after people were told that nothing changed', () => {
    const { backoffLimit, activeDeadlineSeconds } = manifest('Job', 'miapos-rollout')?.is['spec'] as Readonly<
      Record<string, number>
    >;
    const minutes = (file: string, pattern: RegExp) => Number(pattern.exec(readText(file))?.[1]) * 60;
    const tool = minutes('ops/rollout.ts', /default: 'PT(\d+)M'/);
    const patience = minutes('docs/deployment.md', /kube wait .* --timeout (\d+)m/);
    const toEnd = podNamed('miapos-rollout').spec.terminationGracePeriodSeconds ?? 30;
    expect(backoffLimit).toBe(0);
    expect(activeDeadlineSeconds).toBeGreaterThan(tool);
    expect(patience).toBeGreaterThan(Number(activeDeadlineSeconds) + toEnd);
  });

  it('keep workers of two versions apart', () => {
    expect(worker.metadata.labels['app.kubernetes.io/version']).toBe('git-sha');
    expect(manifest('Deployment', 'miapos-worker')?.is['spec']).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/version': 'git-sha' } },
    });
  });

  it.each(['api', 'worker'] as const)('give %s all it needs, once their placeholders are replaced', (role) => {
    const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
    const secrets = readText('ops/deploy/kubernetes/config.yaml')
      .slice(0, 600)
      .match(/\b[A-Z][A-Z_]+_(SECRET|TOKEN|KEYS?)\b/g);
    const secret = (name: string) => (/^(PAYLOAD_KEYS|ADDRESS_KEY)$/.test(name) ? key : 'x'.repeat(32));
    const env = {
      ...Object.fromEntries(Object.entries(config).map(([name, value]) => [name, value.replace('REPLACE-', '')])),
      ...Object.fromEntries((secrets ?? []).map((name) => [name, secret(name)])),
      BUILD_ID: 'abc',
    };
    expect(readEnv(env, role, () => undefined)).toMatchObject({
      role,
      build: { id: 'abc', deploymentName: 'miapos-conversational' },
    });
    expect(() => readEnv({ ...env, ...config }, role, () => undefined)).toThrow(
      /PUBLIC_URL still holds[^]*TEMPORAL_UI_URL still holds[^]*CAP_SVC_URL still holds[^]*RAIL_ORIGINS still holds/,
    );
  });
});
