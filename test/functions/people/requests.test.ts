import { expect, it } from 'vitest';
import { build as buildFiling } from '../../../functions/filing/api.ts';
import { build } from '../../../functions/people/api.ts';
import { peopleApi } from '../../../functions/people/contract/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { type CallApi, proxyEvent, replyOf } from '../../../functions/shared/invoke/invoke.ts';
import { workOf } from '../../../functions/system/work.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, reviewer, YUZHONG } from '../../kit/call.ts';
import { CONTEXT } from '../../kit/context.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approved } from '../filing/kit.ts';
import { buyerSample, merchantSample } from '../filing/samples.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

/** The register is asked as it is; the others have nothing of anybody. */
const callApi: CallApi = async (functionName, asked) => {
  const none = { status: 200, headers: {}, body: { items: [], nextCursor: null } };
  if (functionName !== 'FilingApi') return none;
  const handler = buildFiling(registry.runtime) as (event: unknown, context: unknown) => Promise<unknown>;
  return replyOf(await handler(JSON.parse(JSON.stringify(proxyEvent(asked))), CONTEXT));
};

const people = (operation: keyof typeof peopleApi, options: CallOptions, asks: CallApi = callApi) =>
  call(build(registry.runtime, asks), peopleApi, operation, options);

const ask = (caller: Caller, body: object) => people('askPersonalData', { caller, body });

type Section = { section: string; items: Record<string, unknown>[] };

const partOf = async (id: string, caller: Caller, query: Record<string, string> = {}) =>
  (await people('readPersonalCopy', { caller, params: { id }, query })).body as {
    sections: Section[];
    audit: { recordId: string; action: string }[];
    ways: { about: string; path: string }[];
    nextCursor: string | null;
  };

it('gives a party a copy of what is held, unmasked, with who did what and how each is corrected', async () => {
  const entityId = await approved(registry.runtime, merchantSample(11));
  const self = merchant(entityId);
  const { status, body } = await ask(self, { entityId, kind: 'COPY' });
  expect([status, body.status, body.copy]).toEqual([201, 'ANSWERED', `/v1/personal-requests/${body.id}/copy`]);
  const { sections, audit, ways, nextCursor } = await partOf(body.id, self);
  expect(nextCursor).toBeNull();
  const of = (name: string) => sections.find(({ section }) => section === name)?.items ?? [];
  const { idNumber } = merchantSample(11).entity.legalRepresentative;
  expect(of('PARTY')).toMatchObject([{ id: entityId, entity: { legalRepresentative: { idNumber } } }]);
  expect(of('FILINGS')).toMatchObject([{ status: 'APPROVED', decisions: [{ decision: 'APPROVE' }] }]);
  expect(of('VIEWS')).toMatchObject([{ what: 'FILING', by: { sub: reviewer().sub } }]);
  expect(of('REQUESTS')).toMatchObject([{ id: body.id, kind: 'COPY' }]);
  expect(audit.filter(({ recordId }) => recordId === entityId).map(({ action }) => action)).toEqual(['REGISTER']);
  expect(ways.find(({ about }) => about === 'FILING')?.path).toBe('POST /v1/entities/{id}/amendments');
});

it('gives the same copy in parts, each record once', async () => {
  const entityId = await approved(registry.runtime, merchantSample(12));
  const self = merchant(entityId);
  const { id } = (await ask(self, { entityId, kind: 'COPY' })).body;
  const whole = await partOf(id, self);
  const counted = (sections: Section[]) =>
    sections.flatMap(({ section, items }) => items.map(() => section)).toSorted();
  const parts: Section[] = [];
  let cursor: string | null = '';
  for (let n = 0; cursor !== null && n < 50; n += 1) {
    const part = await partOf(id, self, { limit: '1', ...(cursor !== '' && { cursor }) });
    parts.push(...part.sections);
    cursor = part.nextCursor;
  }
  expect(counted(parts)).toEqual(counted(whole.sections));
  for (const forged of ['%', Buffer.from('{"section":99}').toString('base64url')]) {
    expect((await people('readPersonalCopy', { caller: self, params: { id }, query: { cursor: forged } })).status).toBe(
      400,
    );
  }
});

it('gives a clerk at the counter the same with a reason, shows nobody else, and is over after a week', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, merchantSample(13));
  const refused = await ask(clerk(), { entityId, kind: 'COPY' });
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/reason']);
  const { id } = (await ask(clerk(), { entityId, kind: 'COPY', reason: '本人持身份证到窗口查询' })).body;
  const part = await partOf(id, clerk());
  // What the clerk has filed for others is none of it.
  expect(part.sections.find(({ section }) => section === 'FILINGS')?.items).toHaveLength(1);
  const read = (caller: Caller) => people('readPersonalCopy', { caller, params: { id } });
  expect((await read({ ...clerk(), sub: 'another' })).status).toBe(404);
  expect((await read(clerk(YUZHONG))).status).toBe(404);
  expect((await read(agency(DAZU))).status).toBe(403);
  // The party knows that somebody has asked in its name.
  const own = await people('listPersonalRequests', { caller: merchant(entityId) });
  expect(own.body.items).toMatchObject([
    { id, by: { sub: clerk().sub, role: 'clerk' }, reason: '本人持身份证到窗口查询' },
  ]);
  registry.setClock('2026-03-24T15:59:59.000Z');
  expect((await read(clerk())).status).toBe(200);
  registry.setClock('2026-03-24T16:00:00.000Z');
  expect((await read(clerk())).status).toBe(409);
  registry.setClock('2026-03-17T01:30:00.000Z');
});

it('prints the copy in Chinese, whatever stands in it', async () => {
  const sample = merchantSample(14);
  const entityId = await approved(registry.runtime, {
    ...sample,
    entity: { ...sample.entity, businessScope: '<五金>&“工具”' },
  });
  const { id } = (await ask(merchant(entityId), { entityId, kind: 'COPY' })).body;
  const options = { caller: merchant(entityId), params: { id }, headers: { Accept: 'text/html' } };
  const { headers, body } = await people('readPersonalCopy', options);
  expect(headers['Content-Type']).toContain('text/html');
  expect(headers['Content-Security-Policy']).toContain("default-src 'none'");
  expect(body).toContain('&lt;五金&gt;');
  expect(body).not.toContain('<五金>');
  const terms = [...String(body).matchAll(/<dt>([^<]*)<\/dt>/g)].map(([, term = '']) => term);
  expect(terms.length).toBeGreaterThan(50);
  expect(terms.filter((term) => !/\p{Script=Han}/u.test(term))).toEqual([]);
});

it('names the way of what has one, and keeps the rest for the counter until it is answered', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, merchantSample(15));
  const self = merchant(entityId);
  const led = await ask(self, { entityId, kind: 'CORRECTION', about: 'FILING', says: '电话错了' });
  expect([led.status, led.body.errors[0].code]).toEqual([422, 'HAS_OWN_WAY']);
  expect(led.body.errors[0].remedy).toContain('POST /v1/entities/{id}/amendments');

  const asked = await ask(self, { entityId, kind: 'CORRECTION', about: 'DOCUMENT', says: '身份证照片是他人的' });
  expect([asked.status, asked.body.status, asked.body.dueOn]).toEqual([201, 'OPEN', '2026-04-08']);
  const waiting = async () =>
    (await workOf(runtime.table, clerk(), [DAZU], '2026-03-17')).find(({ queue }) => queue === 'PERSONAL_REQUEST');
  expect(await waiting()).toMatchObject({ count: 1, oldestDueOn: '2026-04-08' });
  const answer = (headers: Record<string, string>, caller = clerk()) =>
    people('answerPersonalRequest', {
      caller,
      params: { id: asked.body.id },
      headers,
      body: { outcome: 'DONE', reasons: ['已更换附件'] },
    });
  expect((await answer({ 'If-Match': '"1"' }, clerk(YUZHONG))).status).toBe(404);
  expect((await answer({ 'If-Match': '"2"' })).status).toBe(412);
  expect((await answer({ 'If-Match': '"1"' })).body).toMatchObject({ status: 'ANSWERED', answer: { outcome: 'DONE' } });
  expect((await answer({ 'If-Match': '"2"' })).status).toBe(409);
  expect(await waiting()).toMatchObject({ count: 0 });
});

it('answers an erasure with what the law has kept until when, and what goes by itself', async () => {
  const entityId = await approved(registry.runtime, buyerSample(216));
  const { validUntil } = (await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id: entityId } })).body;
  const { body } = await ask({ ...merchant(entityId), role: 'agent' }, { entityId, kind: 'ERASURE' });
  const of = (record: string) => body.held.find((one: { record: string }) => one.record === record);
  const threeYears = new Date(Date.parse(validUntil) + 1095 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  expect(of('PARTY')).toMatchObject({
    erasable: false,
    until: threeYears,
    legalBasis: expect.stringContaining('第四十五条'),
  });
  expect(of('NOTICE')).toMatchObject({ erasable: true, until: '2026-09-17' });
});

it('asks nothing of a party of another, and answers as if there were none', async () => {
  const entityId = await approved(registry.runtime, merchantSample(17));
  for (const caller of [merchant(idOf('entity', 404)), { ...clerk(YUZHONG) }]) {
    expect((await ask(caller, { entityId, kind: 'COPY', reason: '查询' })).status).toBe(404);
  }
});

it('tells a caller to come again where another part of the registry does not answer', async () => {
  const entityId = await approved(registry.runtime, merchantSample(18));
  const self = merchant(entityId);
  const { id } = (await ask(self, { entityId, kind: 'COPY' })).body;
  const failing: CallApi = async (functionName, asked) =>
    functionName === 'TradeApi' ? { status: 503, headers: {}, body: {} } : callApi(functionName, asked);
  const { status, body } = await people('readPersonalCopy', { caller: self, params: { id } }, failing);
  expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
});
