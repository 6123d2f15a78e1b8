import { createHash } from 'node:crypto';
import { type OutgoingHttpHeaders, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { merchantSample } from '../functions/filing/samples.ts';
import { until } from '../kit/until.ts';

/**
 * A counter on another machine: run with the host's address, the fingerprint that the host printed (empty in the clear), a
 * clerk's and a reviewer's token, a number of its own, and ports that must be shut. It uploads a licence by its link, files
 * a merchant, has it approved, and checks the certificate by the address in its QR code. Prints what it found, as JSON.
 */
const [base = '', fingerprint = '', clerk = '', reviewer = '', number = '', ...shut] = process.argv.slice(2);

interface Answer {
  readonly status: number | undefined;
  readonly body: any;
}

const { hostname, port } = new URL(base);

/** The certificate, once it is known to be the one whose fingerprint was printed. */
const ca = fingerprint === '' ? undefined : await trusted();

function trusted(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { fingerprint256, raw } = socket.getPeerCertificate();
      socket.end();
      if (fingerprint256 !== fingerprint) reject(new Error(`the certificate is another: ${fingerprint256}`));
      else resolve(`-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`);
    }).on('error', reject);
  });
}

const send = (method: string, url: string, headers: OutgoingHttpHeaders = {}, body?: unknown) =>
  new Promise<Answer>((resolve, reject) => {
    // A name that is only pretended is none of the certificate's.
    const options = {
      method,
      headers,
      ...(ca && { ca }),
      ...(headers['Host'] && { checkServerIdentity: () => undefined }),
    };
    (url.startsWith('https') ? secure : plain)(url, options, (answer) => {
      let text = '';
      answer
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('end', () => resolve({ status: answer.statusCode, body: /^[[{]/.test(text) ? JSON.parse(text) : text }));
    })
      .on('error', reject)
      .end(body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });

const as = (token: string, method: string, path: string, body?: unknown, headers: OutgoingHttpHeaders = {}) =>
  send(
    method,
    `${base}${path}`,
    {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }),
      ...headers,
    },
    body,
  );

/** Every way of pretending to sit at the host's machine. */
const PRETENCES: readonly OutgoingHttpHeaders[] = [
  {},
  { Host: 'localhost' },
  { Host: '127.0.0.1:3000' },
  { Host: 'localhost', 'X-Forwarded-For': '127.0.0.1', Forwarded: 'for=127.0.0.1', 'X-Real-IP': '127.0.0.1' },
  { Host: 'localhost', Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' },
];
const dev: (number | undefined)[] = [];
for (const headers of PRETENCES) {
  for (const [path, body] of [
    ['/dev/tokens', { role: 'operator', districtId: '500000' }],
    ['/dev/clock', { now: '2030-01-01T00:00:00Z' }],
  ] as const) {
    const answer = await send('POST', `${base}${path}`, { 'Content-Type': 'application/json', ...headers }, body);
    dev.push(answer.status);
  }
}

const reaches = (shutPort: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connectPlain(shutPort, hostname, () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
const open: number[] = [];
for (const shutPort of shut) if (await reaches(Number(shutPort))) open.push(Number(shutPort));

const content = Buffer.from(`%PDF-1.7 licence ${number}`);
const registered = await as(clerk, 'POST', '/v1/documents', {
  type: 'BUSINESS_LICENCE',
  contentType: 'application/pdf',
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  fileName: `licence ${number}.pdf`,
});
const { documentId, upload } = registered.body;
const uploaded = await send('PUT', upload.url, { ...upload.headers, 'Content-Length': content.length }, content);
const { kind, entity } = merchantSample(Number(number));
const documents = [{ type: 'BUSINESS_LICENCE', documentId }];
const filed = await as(clerk, 'POST', '/v1/filings', { kind, entity: { ...entity, documents } });
const filing = (status: string) =>
  until(`the filing to be ${status}: ${JSON.stringify(filed.body)}`, async () => {
    const { body } = await as(clerk, 'GET', `/v1/filings/${filed.body.id}`);
    return body.status === status ? body : undefined;
  });
const { etag } = await filing('PENDING_REVIEW');
const approval = { decision: 'APPROVE', reasons: [] };
await as(reviewer, 'POST', `/v1/filings/${filed.body.id}/decision`, approval, { 'If-Match': etag });
const { entityId } = await filing('APPROVED');
const download = await as(clerk, 'GET', `/v1/documents/${documentId}`);
const fetched = await send('GET', download.body.download.url);
const certificate = await as(clerk, 'GET', `/v1/entities/${entityId}/certificate`);
const { checkUrl, filingNumber } = certificate.body;
const checked = await send('GET', checkUrl, { Accept: 'application/json' });

process.stdout.write(
  JSON.stringify({
    dev: [...new Set(dev)],
    open,
    uploadUrl: upload.url,
    uploaded: uploaded.status,
    fetched: fetched.body === content.toString(),
    checkUrl,
    checked: [checked.status, checked.body.status, checked.body.filingNumber === filingNumber],
    entityId,
  }),
);
