import { BlockList, isIP } from 'node:net';

/**
 * Networks that are nobody's on the public internet, of IANA's special-purpose registries: nothing that leaves the registry
 * goes there, whatever name resolves to it. Metadata services of clouds (169.254.169.254, fd00:ec2::254) are among them.
 */
const V4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast and what is reserved above it, broadcast included.
  ['224.0.0.0', 3],
  // Azure's own host agent; Alibaba Cloud's metadata service (100.100.100.200) stands in 100.64.0.0/10 above.
  ['168.63.129.16', 32],
];

/** Of IPv6 only 2000::/3 is public at all; what of it leads elsewhere is taken out. */
const V6_PUBLIC: readonly [network: string, prefix: number] = ['2000::', 3];
const V6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: it wraps an IPv4 address, a private one too.
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const closed4 = new BlockList();
for (const [network, prefix] of V4) closed4.addSubnet(network, prefix, 'ipv4');
const open6 = new BlockList();
open6.addSubnet(...V6_PUBLIC, 'ipv6');
const closed6 = new BlockList();
for (const [network, prefix] of V6) closed6.addSubnet(network, prefix, 'ipv6');

/**
 * Whether an IP address, in the form in which a resolver answers it, is one of the public internet. An IPv4 address within
 * an IPv6 one (`::ffff:10.0.0.1`, `64:ff9b::10.0.0.1`) is never: whoever has IPv4 says so plainly.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed4.check(address, 'ipv4');
    case 6:
      return open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
    default:
      return false;
  }
}
