import { describe, expect, it } from '@jest/globals';
import { readText } from './compose';
import { manifest, manifests, podNamed, serviceSchema } from './kubernetes';
import type { Pod } from './kubernetes';
import { judgeBy } from './network-policies';
import type { Party } from './network-policies';

const HOME = 'miapos';
const [api, worker, rollout] = [podNamed('miapos-api'), podNamed('miapos-worker'), podNamed('miapos-rollout')];
const ours = (pod: Pod): Party => ({ namespace: HOME, labels: pod.metadata.labels });
const other = (namespace: string): Party => ({ namespace, labels: {} });
const port = (pod: Pod): number => pod.spec.containers[0]?.ports?.[0]?.containerPort ?? 0;
const allows = judgeBy(manifests, HOME);

describe('the network policies', () => {
  it.each<[string, Party, Party, number]>([
    ['webhooks come in', other('ingress-nginx'), ours(api), port(api)],
    ['figures are read of the api', other('monitoring'), ours(api), port(api)],
    ['figures are read of a worker', other('monitoring'), ours(worker), port(worker)],
    ['a worker asks Temporal', ours(worker), other('temporal'), 7233],
    ['a rollout asks Temporal', ours(rollout), other('temporal'), 7233],
  ])('let through what the product lives on: %s', (_, from, to, at) => {
    expect(allows(from, to, at)).toBe(true);
  });

  it.each<[string, Party, Party, number]>([
    ['the world to a worker', other('ingress-nginx'), ours(worker), port(worker)],
    ['a neighbour to the api', other('default'), ours(api), port(api)],
    ['the api to a worker', ours(api), ours(worker), port(worker)],
    ['a worker to another', ours(worker), ours(worker), port(worker)],
    ['a rollout to the api', ours(rollout), ours(api), port(api)],
    ['a worker to a neighbour', ours(worker), other('default'), 80],
  ])('stop what nobody needs: %s', (_, from, to, at) => {
    expect(allows(from, to, at)).toBe(false);
  });

  it('let people decide from a worker’s pod, by the address that the runbook gives', () => {
    const [, name = ''] = /^ops .* --api http:\/\/([\w-]+)$/m.exec(readText('docs/runbook.md')) ?? [];
    const { spec } = serviceSchema.parse(manifest('Service', name)?.is);
    expect(api.metadata.labels).toMatchObject(spec.selector);
    expect(spec.ports).toMatchObject([{ port: 80, targetPort: api.spec.containers[0]?.ports?.[0]?.name }]);
    expect(allows(ours(worker), ours(api), port(api))).toBe(true);
  });

  it.each(['miapos-worker', 'miapos-api'])('let nobody decide without the one of %s', (missing) => {
    const without = manifests.filter(({ kind, name }) => kind !== 'NetworkPolicy' || name !== missing);
    expect(judgeBy(without, HOME)(ours(worker), ours(api), port(api))).toBe(false);
  });
});

describe('an api that the balancer does not send to, after a backup was played in', () => {
  const { selector } = serviceSchema.parse(manifest('Service', 'miapos-api')?.is).spec;
  const runbook = readText('docs/runbook.md');
  const patched = [...runbook.matchAll(/patch service miapos-api -p '(.+)'/g)].map(([, patch = '']) => ({
    ...selector,
    ...(JSON.parse(patch) as { readonly spec: { readonly selector: Readonly<Record<string, string>> } }).spec.selector,
  }));

  it('is one that its Service does not choose, and later does again, by the runbook', () => {
    const chosen = patched.map((wanted) =>
      Object.entries(wanted).every(([key, value]) => api.metadata.labels[key] === value),
    );
    expect(chosen).toEqual([false, true]);
    expect(patched.at(-1)).toEqual(selector);
  });

  it('is reached by its own address: a worker may ask the pod, whoever chooses it', () => {
    expect(runbook).toContain(`--api http://<its IP>:${port(api)}`);
    expect(allows(ours(worker), ours(api), port(api))).toBe(true);
  });
});
