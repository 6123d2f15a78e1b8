import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificatesApi } from '../../../functions/filing/contract/certificates.ts';
import { certificateOperations } from '../../../functions/filing/operations/certificates.ts';
import { restApi } from '../../../functions/shared/http/api.ts';
import { qrSvg } from '../../../functions/shared/http/qr.ts';
import { agency, call, clerk, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { api, approve, approved, asked, graded, suspend } from './kit.ts';
import { buyerSample, merchantSample, samples } from './samples.ts';

const registry = useRegistry();
useStorage(() => registry.runtime.now());

const JSON_FORM = { Accept: 'application/json' };
const PAGE = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const certificate = (id: string, headers = JSON_FORM, caller = clerk()) =>
  api(registry.runtime, 'getCertificate', { caller, params: { id }, headers });
const check = (signature: string, headers = JSON_FORM) =>
  api(registry.runtime, 'checkCertificate', { params: { signature }, headers });
const keys = async () => (await api(registry.runtime, 'certificateKeys', {})).body.keys;

const sample = merchantSample(1);
let entityId: string;
beforeAll(async () => {
  entityId = await approved(registry.runtime, sample);
});

describe('a certificate', () => {
  it('is a page in Chinese with a QR code of its check page, and no personal data', async () => {
    const reply = await certificate(entityId, PAGE);
    expect([reply.status, reply.headers['Content-Type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(reply.headers['Content-Security-Policy']).toContain("default-src 'none'");
    const { name, unifiedSocialCreditCode, contact, legalRepresentative } = sample.entity;
    for (const shown of ['备案证书', 'JY5001112026000001', name, unifiedSocialCreditCode, '2026年3月17日出具', 'A4']) {
      expect(reply.body).toContain(shown);
    }
    for (const hidden of [contact.phone, legalRepresentative.idNumber, legalRepresentative.name, contact.name]) {
      expect(reply.body).not.toContain(hidden);
    }
    const checkUrl = /<a href="([^"]+)">/.exec(reply.body)?.[1] ?? '';
    expect(checkUrl).toMatch(/^http:\/\/localhost\/certificates\/[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(reply.body).toContain(qrSvg(checkUrl));
  });

  it('shows what people typed as text, whatever it looks like', async () => {
    const { kind, entity } = merchantSample(7);
    const id = await approved(registry.runtime, { kind, entity: { ...entity, name: '“A&B”五金 > 建材' } });
    expect((await certificate(id, PAGE)).body).toContain('<dd>“A&amp;B”五金 &gt; 建材</dd>');
  });

  it('is set smaller where its lines are long, so that the code stays on the page', async () => {
    const { kind, entity } = merchantSample(8);
    const long = { ...entity, name: '大足区五金'.repeat(20), nameEn: 'HARDWARE '.repeat(22).trim() };
    const id = await approved(registry.runtime, { kind, entity: long });
    expect((await certificate(id, PAGE)).body).toContain('<dl class="long">');
    expect((await certificate(entityId, PAGE)).body).toContain('<dl>');
  });

  it('is had by every kind', async () => {
    for (const body of Object.values(samples).filter(({ kind }) => kind !== 'merchant')) {
      const id = await approved(registry.runtime, body);
      expect((await certificate(id, PAGE)).status).toBe(200);
    }
  });

  it('is verified by the published key alone', async () => {
    const { signature } = (await certificate(entityId)).body;
    const [header = '', payload = '', signed = ''] = signature.split('.');
    const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    const jwk = (await keys()).find(({ kid }: { kid: string }) => kid === decoded(header).kid);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const holds = (text: string) =>
      verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signed, 'base64url'));
    expect(holds(`${header}.${payload}`)).toBe(true);
    expect(decoded(payload)).toEqual({
      entityId,
      filingNumber: 'JY5001112026000001',
      unifiedSocialCreditCode: sample.entity.unifiedSocialCreditCode,
      validUntil: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      issuedOn: '2026-03-17',
    });
    const forged = Buffer.from(JSON.stringify({ ...decoded(payload), validUntil: '2099-12-31' })).toString('base64url');
    expect(holds(`${header}.${forged}`)).toBe(false);
    expect((await check(`${header}.${forged}.${signed}`)).status).toBe(404);
  });

  it('is had by those who may read the entity', async () => {
    const statuses = [merchant(entityId), operator(), agency(), clerk(YUZHONG), merchant('entity-500111-other')].map(
      async (caller) => (await certificate(entityId, JSON_FORM, caller)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 404]);
    expect((await certificate('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9')).status).toBe(404);
    expect((await certificate(entityId, { Accept: 'application/pdf' })).status).toBe(406);
  });

  it('is not given out when the key does not answer; nothing is lost', async () => {
    const failing = { sign: () => Promise.reject(new Error('KMS')), keys: () => Promise.reject(new Error('KMS')) };
    const handler = restApi(certificatesApi, (on) => certificateOperations(on, failing), registry.runtime);
    const params = { id: entityId, signature: 'a.b.c' };
    for (const operation of ['getCertificate', 'checkCertificate', 'certificateKeys'] as const) {
      const reply = await call(handler, certificatesApi, operation, { caller: clerk(), params, headers: JSON_FORM });
      expect([reply.status, reply.body.code]).toEqual([503, 'UNAVAILABLE']);
    }
  });
});

describe('the check page', () => {
  it('shows anybody number, status, validity and grade, and nothing personal', async () => {
    const { signature } = (await certificate(entityId)).body;
    expect((await check(signature)).body).toEqual({
      filingNumber: 'JY5001112026000001',
      kind: 'merchant',
      status: 'ACTIVE',
      validUntil: expect.any(String),
      unifiedSocialCreditCode: sample.entity.unifiedSocialCreditCode,
      issuedOn: '2026-03-17',
      checkedAt: '2026-03-17T01:30:00.000Z',
    });
    await graded(registry.runtime, entityId, 'A');
    const { body, headers } = await check(signature, PAGE);
    expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
    for (const shown of ['有效', 'JY5001112026000001', '<dd>A</dd>', '2026-03-17 ']) expect(body).toContain(shown);
    for (const hidden of [sample.entity.name, sample.entity.contact.phone, sample.entity.legalRepresentative.name]) {
      expect(body).not.toContain(hidden);
    }
  });

  it('shows nothing of a person at all', async () => {
    const buyer = buyerSample(3);
    const { signature } = (await certificate(await approved(registry.runtime, buyer))).body;
    const payload = Buffer.from(signature.split('.')[1], 'base64url').toString();
    for (const text of [(await check(signature, PAGE)).body, payload]) {
      expect(text).not.toContain(buyer.entity.name);
      expect(text).not.toContain(buyer.entity.certificateNumber);
    }
  });

  it('tells what a certificate is worth now, not when it was printed', async () => {
    const id = await approved(registry.runtime, merchantSample(2));
    const { signature } = (await certificate(id)).body;
    await suspend(registry.runtime, id);
    expect((await check(signature)).body.status).toBe('SUSPENDED');
    expect((await check(signature, PAGE)).body).toContain('暂停');
    const refused = await certificate(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(refused.body.detail).toContain('足市监罚');
  });

  it('tells of one that has expired or was cancelled', async () => {
    const [short, gone] = [merchantSample(3), merchantSample(4)];
    const body = { ...short, entity: { ...short.entity, stallLease: { from: '2026-01-01', to: '2026-06-30' } } };
    const [shortId, goneId] = [await approved(registry.runtime, body), await approved(registry.runtime, gone)];
    const [first, second] = [(await certificate(shortId)).body.signature, (await certificate(goneId)).body.signature];
    const cancellation = await asked(registry.runtime, 'requestCancellation', goneId, { reason: '歇业' });
    await approve(registry.runtime, cancellation);
    registry.setClock('2026-07-01T01:00:00.000Z');
    expect((await check(first)).body.status).toBe('EXPIRED');
    expect((await check(second)).body.status).toBe('CANCELLED');
    expect((await certificate(shortId)).status).toBe(409);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it.each(['', 'x', 'a.b.c', `${'a'.repeat(3000)}.b.c`, 'eyJhbGciOiJub25lIn0.e30.', '%00', '../../health'])(
    'says that %j is no certificate of ours',
    async (signature) => {
      const reply = await check(signature);
      expect([reply.status, reply.body.code]).toEqual([404, 'NOT_FOUND']);
      const page = await check(signature, PAGE);
      expect([page.status, page.body.includes('不是本平台签发')]).toEqual([404, true]);
    },
  );
});
