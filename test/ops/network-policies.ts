import { z } from 'zod';
import type { Manifest } from './kubernetes';

type Labels = Readonly<Record<string, string>>;
/** Whoever stands at one end of a connection. */
export interface Party {
  readonly namespace: string;
  readonly labels: Labels;
}

const selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()) });
const peer = z.strictObject({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()) }).optional(),
});
const ports = z.array(z.strictObject({ protocol: z.enum(['TCP', 'UDP']), port: z.int() }));
const policySchema = z.object({
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.strictObject({ from: z.array(peer), ports })).default([]),
    egress: z.array(z.strictObject({ to: z.array(peer), ports })).default([]),
  }),
});

/**
 * Judges by the policies as a cluster does: whoever no policy selects in a direction is free in it, whoever one selects may do
 * what one of those allows, and a connection has to be allowed at both of its ends. Knows what the manifests use, and refuses
 * any other word.
 *
 * @param home the namespace that the policies are in
 */
export function judgeBy(manifests: readonly Manifest[], home: string) {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ is }) => policySchema.parse(is).spec);

  const passes = (direction: 'Ingress' | 'Egress', at: Party, other: Party, port: number): boolean => {
    const bound = policies.filter(
      ({ podSelector, policyTypes }) =>
        at.namespace === home && policyTypes.includes(direction) && selects(podSelector, at.labels),
    );
    if (bound.length === 0) return true;
    const rules = bound.flatMap(({ ingress, egress }) =>
      direction === 'Ingress'
        ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
        : egress.map(({ to, ports }) => ({ peers: to, ports })),
    );
    return rules.some(
      (rule) =>
        rule.ports.some((one) => one.protocol === 'TCP' && one.port === port) &&
        rule.peers.some((one) => isPeer(one, other, home)),
    );
  };
  return (from: Party, to: Party, port: number): boolean =>
    passes('Egress', from, to, port) && passes('Ingress', to, from, port);
}

/** A block of addresses is the world outside: no pod is in it. */
const isPeer = ({ podSelector, namespaceSelector }: z.infer<typeof peer>, other: Party, home: string): boolean => {
  if (podSelector === undefined && namespaceSelector === undefined) return false;
  const near =
    namespaceSelector === undefined
      ? other.namespace === home
      : selects(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return near && (podSelector === undefined || selects(podSelector, other.labels));
};

const selects = ({ matchLabels }: z.infer<typeof selector>, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
