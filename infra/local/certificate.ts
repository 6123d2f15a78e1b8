import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSetting } from './bad-setting.ts';
import { writeWhole } from './whole-file.ts';

/** By what a host shows other machines that it is itself. */
export interface HostCertificate {
  /** PEM: the certificate, and those above it where a file has them. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256 of the certificate, as browsers and `openssl x509 -fingerprint -sha256` show it. */
  readonly fingerprint: string;
  /** The last instant at which it is good. */
  readonly validUntil: Date;
}

/** Files of a certificate and of its key, in PEM. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * The certificate of given files.
 *
 * @throws BadSetting where one cannot be read, or they do not belong together
 */
export function givenCertificate(files: CertificateFiles): HostCertificate {
  const cert = readSetting('TLS_CERT', files.cert, (pem) => new X509Certificate(pem));
  const key = readSetting('TLS_KEY', files.key, (pem) => createPrivateKey(pem));
  if (!cert.of.checkPrivateKey(key.of)) {
    throw new BadSetting(`the key in TLS_KEY=${files.key} is not that of the certificate in TLS_CERT=${files.cert}`);
  }
  return shown(cert.of, cert.pem, key.pem);
}

function readSetting<T>(variable: string, file: string, read: (pem: string) => T): { of: T; pem: string } {
  try {
    const pem = readFileSync(file, 'utf8');
    return { of: read(pem), pem };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadSetting(`${variable}=${file} cannot be read as PEM (${why})`, { cause: error });
  }
}

/** [designed] As long as a certificate of a public authority may be; it is made anew this long before it ends. */
const VALID_DAYS = 397;
const RENEWED_DAYS_BEFORE = 30;

/**
 * The certificate that a host made for itself, made now where there is none, where it ends soon or where it is for other
 * names. Nobody vouches for it: whoever connects compares its fingerprint with the one that the host prints.
 *
 * @param names addresses and names by which other machines reach the host
 * @throws BadSetting where `openssl`, which signs it, is not there
 */
export function madeCertificate(dataDir: string, names: readonly string[], now: Date): HostCertificate {
  const [certFile, keyFile] = [join(dataDir, 'tls-certificate.pem'), join(dataDir, 'tls-key.pem')];
  const kept = keptCertificate(certFile, keyFile);
  if (kept && isGood(kept.certificate, names, now)) return shown(kept.certificate, kept.cert, kept.key);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const cert = signed(key, names);
  writeWhole(keyFile, key, 0o600);
  writeWhole(certFile, cert, 0o600);
  return shown(new X509Certificate(cert), cert, key);
}

/** One that cannot be read is none: it is made anew, and the new fingerprint says so. */
function keptCertificate(
  certFile: string,
  keyFile: string,
): { certificate: X509Certificate; cert: string; key: string } | undefined {
  if (!existsSync(certFile) || !existsSync(keyFile)) return undefined;
  try {
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    const [certificate, privateKey]: [X509Certificate, KeyObject] = [new X509Certificate(cert), createPrivateKey(key)];
    return certificate.checkPrivateKey(privateKey) ? { certificate, cert, key } : undefined;
  } catch {
    return undefined;
  }
}

function isGood(certificate: X509Certificate, names: readonly string[], now: Date): boolean {
  const until = certificate.validToDate.getTime() - RENEWED_DAYS_BEFORE * 24 * 3_600_000;
  return now.getTime() < until && names.every((name) => isFor(certificate, name));
}

const isFor = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;

/**
 * Node signs no certificates. `openssl` is on nearly every machine that would need one, and on the others a certificate's
 * files can be given: no library for ASN.1 has to be kept for it.
 */
function signed(key: string, names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    const [keyFile, configuration] = [join(folder, 'key.pem'), join(folder, 'openssl.cnf')];
    writeFileSync(keyFile, key, { mode: 0o600 });
    writeFileSync(configuration, configurationFor(names));
    const request = ['req', '-x509', '-new', '-sha256', '-days', String(VALID_DAYS), '-utf8'];
    return execFileSync('openssl', [...request, '-key', keyFile, '-config', configuration], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no openssl' : String(error);
    throw new BadSetting(
      `HOST leads to other machines, and no certificate can be made for it (${why}): set TLS_CERT and TLS_KEY to the files of one`,
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** It vouches for this host and for no other: who trusts it trusts no authority. */
const configurationFor = (names: readonly string[]): string => `[req]
prompt = no
distinguished_name = subject
x509_extensions = extensions
[subject]
O = Market Procurement Registry
CN = ${(names[0] ?? '').slice(0, 64)}
[extensions]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(', ')}
`;

const shown = (certificate: X509Certificate, cert: string, key: string): HostCertificate => ({
  cert,
  key,
  fingerprint: certificate.fingerprint256,
  validUntil: certificate.validToDate,
});
