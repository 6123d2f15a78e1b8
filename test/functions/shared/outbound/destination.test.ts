import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../functions/shared/outbound/addresses.ts';
import { allowedHosts, destinationOf } from '../../../../functions/shared/outbound/destination.ts';

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.0.192',
    '198.19.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::ffff:8.8.8.8',
    '64:ff9b::169.254.169.254',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    // No addresses in the form of a resolver.
    '',
    'localhost',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '127.1',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '223.5.5.5',
    '2400:3200::1',
    '2606:4700::1111',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  const octet = fc.nat(255);
  it('of a private network is none, however it is wrapped in IPv6', () => {
    const privates = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
    );
    fc.assert(
      fc.property(privates, (parts) => {
        const dotted = parts.join('.');
        const [high, low] = [(parts[0] << 8) | parts[1], (parts[2] << 8) | parts[3]].map((group) => group.toString(16));
        for (const wrapped of [
          dotted,
          `::ffff:${dotted}`,
          `::${dotted}`,
          `::ffff:${high}:${low}`,
          `64:ff9b::${dotted}`,
          `2002:${high}:${low}::1`,
        ]) {
          expect(isPublicAddress(wrapped), wrapped).toBe(false);
        }
      }),
    );
  });
});

describe('a destination', () => {
  const allowed = allowedHosts('hooks.example.cn, *.partner.cn\nhooks.example.cn:8443 *.port.cn:9000');
  it.each([
    'https://hooks.example.cn/registry?a=b',
    'https://HOOKS.example.cn./',
    'https://hooks.example.cn:443/',
    'https://hooks.example.cn:8443/',
    'https://a.partner.cn/',
    'https://a.b.partner.cn/',
    'https://a.port.cn:9000/',
  ])('%s is one', (url) => {
    expect(destinationOf(url, allowed)).toBeInstanceOf(URL);
  });

  it.each([
    ['http://hooks.example.cn/', 'NOT_HTTPS'],
    ['file:///etc/passwd', 'NOT_HTTPS'],
    ['gopher://hooks.example.cn/', 'NOT_HTTPS'],
    ['hooks.example.cn', 'NOT_A_URL'],
    ['', 'NOT_A_URL'],
    ['https://u:p@hooks.example.cn/', 'HAS_CREDENTIALS'],
    ['https://hooks.example.cn@evil.cn/', 'HAS_CREDENTIALS'],
    ['https://hooks.example.cn/#x', 'HAS_FRAGMENT'],
    ['https://hooks.example.cn:22/', 'NOT_ALLOWED'],
    ['https://partner.cn/', 'NOT_ALLOWED'],
    ['https://evilpartner.cn/', 'NOT_ALLOWED'],
    ['https://hooks.example.cn.evil.cn/', 'NOT_ALLOWED'],
    ['https://evil.cn\\@hooks.example.cn/', 'NOT_ALLOWED'],
    ['https://a.port.cn/', 'NOT_ALLOWED'],
    ['https://localhost/', 'NOT_ALLOWED'],
    ['https://metadata.google.internal/', 'NOT_ALLOWED'],
    ['https://127.0.0.1/', 'IS_AN_IP_ADDRESS'],
    ['https://2130706433/', 'IS_AN_IP_ADDRESS'],
    ['https://0x7f000001/', 'IS_AN_IP_ADDRESS'],
    ['https://0177.0.0.1/', 'IS_AN_IP_ADDRESS'],
    ['https://127.1/', 'IS_AN_IP_ADDRESS'],
    ['https://１２７.0.0.1/', 'IS_AN_IP_ADDRESS'],
    ['https://[::1]/', 'IS_AN_IP_ADDRESS'],
    ['https://[::ffff:169.254.169.254]/', 'IS_AN_IP_ADDRESS'],
    ['https://[fd00::1]/', 'IS_AN_IP_ADDRESS'],
  ])('%s is none: %s', (url, why) => {
    expect(destinationOf(url, allowed)).toBe(why);
  });

  it('is an IP address in whatever way it is written, on every list', () => {
    const forms = [
      (n: number) => String(n),
      (n: number) => `0x${n.toString(16)}`,
      (n: number) => `0${n.toString(8)}`,
      (n: number) => [24, 16, 8, 0].map((shift) => `0x${((n >>> shift) & 255).toString(16)}`).join('.'),
      (n: number) => `${n >>> 24}.${n & 0xffffff}`,
    ];
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.constantFrom(...forms), (n, written) => {
        expect(destinationOf(`https://${written(n)}/`, allowed)).toBe('IS_AN_IP_ADDRESS');
      }),
    );
  });

  it('is none where no list allows anything', () => {
    expect(destinationOf('https://hooks.example.cn/', allowedHosts(undefined))).toBe('NOT_ALLOWED');
  });

  it.each([
    'localhost',
    '*',
    '*.cn extra',
    '10.0.0.1',
    'https://a.cn',
    'a.cn/path',
    '*.*.cn',
    'a..cn',
    'a.cn:0',
    '-a.cn',
  ])('list with “%s” is refused where it is read', (hosts) => {
    expect(() => allowedHosts(hosts)).toThrow('OUTBOUND_HOSTS');
  });
});
