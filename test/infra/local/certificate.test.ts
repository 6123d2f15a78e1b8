import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { givenCertificate, madeCertificate } from '../../../infra/local/certificate.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();
const certFile = join(folder, 'tls-certificate.pem');
const keyFile = join(folder, 'tls-key.pem');
const NAMES = ['192.168.1.10', 'registry.example.cn'];
const now = new Date();
const inDays = (days: number): Date => new Date(now.getTime() + days * 24 * 3_600_000);

describe('a certificate that a host makes', () => {
  let first = '';
  beforeEach(() => {
    first = madeCertificate(folder, NAMES, now).fingerprint;
  });

  it('is for each of its names and for no authority, and lies where only its user reads it', () => {
    const certificate = new X509Certificate(readFileSync(certFile));
    expect(certificate.checkIP('192.168.1.10')).toBeDefined();
    expect(certificate.checkHost('registry.example.cn')).toBeDefined();
    expect(certificate.checkHost('other.example.cn')).toBeUndefined();
    expect([certificate.ca, certificate.fingerprint256]).toEqual([false, first]);
    for (const file of [certFile, keyFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['tls-certificate.pem', 'tls-key.pem']);
  });

  it('stays the same over starts, for fewer names too', () => {
    expect(madeCertificate(folder, NAMES, inDays(300)).fingerprint).toBe(first);
    expect(madeCertificate(folder, ['192.168.1.10'], now).fingerprint).toBe(first);
  });

  it.each([
    ['for another name', () => madeCertificate(folder, ['192.168.1.11'], now)],
    ['a month before it ends', () => madeCertificate(folder, NAMES, inDays(370))],
    [
      'where it is broken',
      () => {
        writeFileSync(certFile, 'x');
        return madeCertificate(folder, NAMES, now);
      },
    ],
    [
      'where its key is that of another, as after a start that was killed between the two files',
      () => {
        const other = readFileSync(keyFile);
        madeCertificate(folder, ['192.168.1.12'], now);
        writeFileSync(keyFile, other);
        return madeCertificate(folder, ['192.168.1.12'], now);
      },
    ],
  ])('is made anew %s', (_name, again) => {
    const { cert, key, fingerprint } = again();
    expect(fingerprint).not.toBe(first);
    expect([readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]).toEqual([cert, key]);
  });

  it('says what to do where there is no openssl', () => {
    const { PATH } = process.env;
    process.env['PATH'] = folder;
    try {
      expect(() => madeCertificate(folder, ['192.168.1.99'], now)).toThrow(
        'there is no openssl): set TLS_CERT and TLS_KEY',
      );
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

describe('a certificate that a host is given', () => {
  it('is read with its key', () => {
    const made = madeCertificate(folder, NAMES, now);
    expect(givenCertificate({ cert: certFile, key: keyFile })).toEqual(made);
  });

  it.each([
    ['a certificate that is not there', 'none.pem', 'tls-key.pem', /TLS_CERT=.*none\.pem cannot be read as PEM/],
    ['a key that is not there', 'tls-certificate.pem', 'none.pem', /TLS_KEY=.*none\.pem cannot be read as PEM/],
    ['files that are exchanged', 'tls-key.pem', 'tls-certificate.pem', /TLS_CERT=.*tls-key\.pem cannot be read as PEM/],
    ['the key of another', 'tls-certificate.pem', 'other-key.pem', /is not that of the certificate/],
  ])('is refused in one line with %s', (_name, cert, key, text) => {
    madeCertificate(folder, ['192.168.1.20'], now);
    writeFileSync(join(folder, 'other-key.pem'), readFileSync(keyFile));
    madeCertificate(folder, ['192.168.1.21'], now);
    expect(() => givenCertificate({ cert: join(folder, cert), key: join(folder, key) })).toThrow(text);
  });
});
