import { describe, expect, it } from 'vitest';
import { clerk } from '../../kit/call.ts';
import { gbk } from '../../kit/gbk.ts';
import { registry } from './host.ts';

const merchant = {
  unifiedSocialCreditCode: '92500111MA7XQW1K9A',
  name: '大足区龙水镇兴旺五金经营部',
  contact: { name: '郑小兰', phone: '12345' },
  address: '重庆市大足区龙水五金市场A区1层018号',
  legalRepresentative: { name: '郑小兰', idType: 'ID_CARD', idNumber: '500225190001010013' },
  businessLicence: { validFrom: '2024-05-06', validUntil: '2044-05-05' },
  marketId: 'dazu-longshui-hardware',
  stallLease: { from: '2024-05-06', to: '2044-05-05' },
  merchantType: 'EXHIBITION',
  taxpayerType: 'SMALL_SCALE',
  businessScope: '五金产品零售、批发',
  hsChapters: ['82', '73'],
};

describe('what the host refuses', () => {
  it('a merchant with a wrong check digit, no stall and a bad phone: all at once, field by field, in Chinese', async () => {
    const filings = async () => (await registry.send(clerk(), 'GET', '/v1/filings?limit=200')).body.items;
    const before = await filings();
    const reply = await registry.send(clerk(), 'POST', '/v1/filings', { kind: 'merchant', entity: merchant });
    expect(reply.status).toBe(422);
    const found = reply.body.errors.map((one: any) => one.pointer).toSorted();
    expect(found).toEqual([
      '/entity/contact/phone',
      '/entity/stall/building',
      '/entity/stall/number',
      '/entity/unifiedSocialCreditCode',
    ]);
    for (const one of reply.body.errors) expect(one.message).toMatch(/[\u4e00-\u9fff]/);
    expect(await filings()).toEqual(before);
  });

  it.each([
    ['malformed JSON', '{"kind":', {}, 400, 'MALFORMED_JSON'],
    ['JSON in GBK', gbk('{"kind":"merchant","entity":{"name":"大足区五金"}}'), {}, 400, 'MALFORMED_JSON'],
    ['11 MB', ' '.repeat(11 * 1024 * 1024), {}, 413, 'TOO_LARGE'],
    ['another media type', '<a/>', { 'Content-Type': 'application/xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s', async (_name, body, headers, status, code) => {
    const reply = await registry.send(clerk(), 'POST', '/v1/filings', body, headers);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('who has no token, a forged one, or the wrong role', async () => {
    expect((await registry.send(undefined, 'GET', '/v1/filings')).status).toBe(401);
    expect(
      (await registry.send(undefined, 'GET', '/v1/filings', undefined, { Authorization: 'Bearer a.b.c' })).status,
    ).toBe(401);
    const decision = await registry.send(clerk(), 'POST', '/v1/filings/x/decision', { decision: 'APPROVE' });
    expect([decision.status, decision.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('a clock that goes backward, a role that is none', async () => {
    expect((await registry.send(undefined, 'POST', '/dev/clock', { now: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await registry.send(undefined, 'POST', '/dev/tokens', { role: 'root', districtId: '500111' })).status).toBe(
      422,
    );
    expect((await registry.send(undefined, 'POST', '/dev/tokens', '{')).status).toBe(400);
  });
});
