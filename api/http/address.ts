import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks of one's own, where proxies and probes live. */
const OWN = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  OWN.addSubnet(network, bits, 'ipv4');
}
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fc00::', 7, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/**
 * Who is counted as one stranger: an IPv4 address, or the /64 that an IPv6 customer is given.
 *
 * @returns undefined for an address of one's own network, and for what is no address
 */
export function strangerOf(ip: string | undefined): string | undefined {
  const address = (ip ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(address)) return OWN.check(address, 'ipv4') ? undefined : address;
  if (!isIPv6(address) || OWN.check(address, 'ipv6')) return undefined;
  return `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** The eight groups, with `::` written out. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
}
