import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { type Route, routes } from '../../../infra/manifest.ts';
import { csvSheet, merchants } from '../../functions/filing/bulk-sheet.ts';
import { merchantSample, tradeOperatorSample } from '../../functions/filing/samples.ts';
import { fixture } from '../../functions/interchange/messages.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/** An identifier of 大足区 that stands for a record, by the first segment of the routes that take it. */
const ids: Record<string, string> = {};

const send = async (who: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const reply = await registry.send(who, method, path, body, headers);
  expect(reply.status, `${method} ${path}: ${JSON.stringify(reply.body)}`).toBeLessThan(300);
  return reply.body;
};

const REASONS = { reasons: ['材料不符'] };

const WEBHOOK = { url: 'https://hooks.invalid/in', events: ['CreditAppealDecided'] };

/** Bodies that nothing is wrong with, so that only tenancy can refuse the request. */
const BODIES: Record<string, unknown> = {
  'PUT /v1/webhooks/{id}': { ...WEBHOOK, status: 'PAUSED' },
  'POST /v1/filings/{id}/decision': { decision: 'APPROVE', reasons: [] },
  'PUT /v1/filings/{id}': { entity: merchantSample().entity },
  'POST /v1/filings/{id}/sample-review': { outcome: 'CONFIRMED', reasons: [] },
  'POST /v1/filing-batches/{id}/commit': { mode: 'ALL_OR_NOTHING' },
  'POST /v1/entities/{id}/amendments': { entity: merchantSample().entity },
  'POST /v1/entities/{id}/renewals': { validUntil: '2035-01-01' },
  'POST /v1/entities/{id}/cancellation': { reason: '停业' },
  'POST /v1/goods/{id}/cancellation': { reason: '停产' },
  'POST /v1/agency-agreements/{id}/revocation': { reason: '终止合作' },
  'POST /v1/trade-offers/{id}/refusal': { reason: '舱位已满' },
  'POST /v1/trade-offers/{id}/withdrawal': { reason: '改期' },
  'POST /v1/trades/{id}/review': { decision: 'RELEASE', ...REASONS },
  'POST /v1/consolidations/{id}/confirmation': {
    containers: [{ no: 1, containerNumber: 'CSQU3054383', sealNumber: 'S1' }],
  },
  'POST /v1/consolidations/{id}/release': { reason: '客户取消' },
  'POST /v1/credit-events/{id}/objection': REASONS,
  'POST /v1/credit-events/{id}/objection/decision': { decision: 'UPHOLD', ...REASONS },
  'POST /v1/credit-events/{id}/repair': { correctedOn: '2026-01-05', correction: '已补报', commitment: '今后如实申报' },
  'POST /v1/credit-events/{id}/repair/decision': { decision: 'GRANT', ...REASONS },
  'POST /v1/imports/{id}/commit': { mode: 'GOOD_ROWS' },
  'POST /v1/admissions/{id}/ending': { reason: '停止业务' },
  'POST /v1/personal-requests/{id}/answer': { outcome: 'DONE', ...REASONS },
  'PUT /v1/markets/{id}/goods': { goods: [{ hs: '8204', name: '扳手' }] },
  'POST /v1/accounts/{sub}/assignments': { role: 'clerk' },
  'POST /v1/accounts/{sub}/assignments/{id}/end': { reason: '调离' },
  'POST /v1/accounts/{sub}/suspension': { reason: '调查' },
  'POST /v1/accounts/{sub}/suspension/lifting': { reason: '查清' },
  'POST /v1/accounts/{sub}/one-time-code': { licenceSeen: true, reason: '忘记口令' },
};

const PLACEHOLDER = /\{(id|start|sub)\}/;
const listOf = ({ endpoint }: Route): string => endpoint.path.split('/')[2] ?? '';
/** What the city's operator alone may ask is of no district. */
const ofOneRecord = routes.filter(
  ({ endpoint }) =>
    endpoint.path.startsWith('/v1/') &&
    PLACEHOLDER.test(endpoint.path) &&
    // The market alone answers what it is asked: whether another may is tried where the market is.
    !endpoint.path.startsWith('/v1/market-claims/') &&
    endpoint.roles.some((role) => role !== 'operator'),
);

/** Everyone of 渝中区 that the route lets in; a party of it has an entity there. */
const strangers = ({ endpoint }: Route): Caller[] =>
  endpoint.roles
    .filter((role) => role !== 'operator')
    .map((role) => ({
      sub: `stranger-${role}`,
      role,
      districtId: YUZHONG,
      ...(role === 'merchant' || role === 'agent' ? { entityId: identifier('entity', YUZHONG, ULID) } : {}),
    }));

const ULID = '01JDXKQ8Z3W5T7V9Y1A3C5E7G9';

const JIULONGPO = '500107';

/** A trade operator of a third district, which 大足区 has admitted. */
async function admission(): Promise<string> {
  const { id } = await send(clerk(JIULONGPO), 'POST', '/v1/filings', tradeOperatorSample(901));
  await reaches(id, 'PENDING_REVIEW');
  await registry.decide(reviewer(JIULONGPO), `/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] });
  const { filingNumber } = await reaches(id, 'APPROVED');
  return (await send(reviewer(), 'POST', '/v1/admissions', { filingNumber, decision: 'ADMIT' })).id;
}

const reaches = (id: string, status: string): Promise<any> =>
  until(`the filing to be ${status}`, async () => {
    const found = await send(clerk(JIULONGPO), 'GET', `/v1/filings/${id}`);
    return found.status === status ? found : undefined;
  });

const OF_NO_CITY: ReadonlySet<string> = new Set(['/v1/webhooks/{id}', '/v1/filing-batches/{id}']);

describe('a record of one district', () => {
  beforeAll(async () => {
    const made = await tell();
    const idOf = (key: string): string => made.get(key) ?? '';
    Object.assign(ids, { entities: idOf('M1'), goods: idOf('G0001'), trades: idOf('T1'), consolidations: idOf('CO1') });
    const first = async (list: string): Promise<string> => (await send(clerk(), 'GET', `/v1/${list}`)).items[0].id;
    for (const list of ['filings', 'agency-agreements', 'credit-events', 'trade-offers']) ids[list] = await first(list);
    const { documentId } = await send(clerk(), 'POST', '/v1/documents', {
      type: 'BUSINESS_LICENCE',
      contentType: 'application/pdf',
      size: 3,
      sha256: '0'.repeat(64),
      fileName: '执照.pdf',
    });
    const csv = { 'Content-Type': 'text/csv' };
    const batch = await send(clerk(), 'POST', '/v1/filing-batches', csvSheet(merchants(1, 500)), csv);
    const sheet = Buffer.from(fixture('trade-lines.csv'));
    const preview = await send(clerk(), 'POST', '/v1/imports?kind=trade-lines', sheet, csv);
    const run = await send(reviewer(), 'POST', '/v1/credit-runs', {});
    vi.stubEnv('OUTBOUND_HOSTS', 'hooks.invalid');
    const webhook = await send(clerk(), 'POST', '/v1/webhooks', WEBHOOK);
    const delivery = await send(clerk(), 'POST', `/v1/webhooks/${webhook.id}/ping`);
    Object.assign(ids, {
      documents: documentId,
      'filing-batches': batch.id,
      imports: preview.id,
      'credit-runs': run.id,
      webhooks: webhook.id,
      'webhook-deliveries': delivery.id,
    });
    const head: Caller = { sub: 'head', role: 'centreHead', districtId: DAZU };
    const opened = { name: '王五', sub: 'clerk-wang', assignment: { role: 'clerk' } };
    ids['accounts'] = (await send(head, 'POST', '/v1/accounts', opened)).sub;
    ids['traces'] = ids['trades'] ?? '';
    const copy = { entityId: idOf('M1'), kind: 'COPY' };
    ids['personal-requests'] = (await send(merchant(idOf('M1')), 'POST', '/v1/personal-requests', copy)).id;
    ids['markets'] = (await send(clerk(), 'GET', `/v1/entities/${idOf('M1')}`)).entity.marketId;
    ids['admissions'] = await admission();
  });

  it.each(ofOneRecord.map((route) => [`${route.endpoint.method} ${route.endpoint.path}`, route] as const))(
    'is not there for another: %s',
    async (name, route) => {
      const { endpoint } = route;
      const id = ids[listOf(route)];
      expect(id, `an identifier for ${endpoint.path}`).toBeDefined();
      const path = endpoint.path.replace(PLACEHOLDER, id ?? '').replaceAll(/\{\w+\}/g, '1');
      const sheet = endpoint.consumes ? Buffer.from('摊位号\r\n1\r\n') : undefined;
      const body = endpoint.body ? (BODIES[name] ?? {}) : sheet;
      const headers = {
        ...(endpoint.ifMatch ? { 'If-Match': '"1"' } : {}),
        ...(sheet ? { 'Content-Type': 'text/csv' } : {}),
      };
      for (const who of strangers(route)) {
        const reply = await registry.send(who, endpoint.method, path, body, headers);
        // A body that this test does not know is refused before anything is looked up.
        const expected = endpoint.body && BODIES[name] === undefined ? [404, 422] : [404];
        expect(expected, `${who.role}: ${reply.status} ${JSON.stringify(reply.body)}`).toContain(reply.status);
      }
    },
  );

  it('is there for its own district, the city’s operator and a city-wide agency', async () => {
    const records = ofOneRecord
      .map(({ endpoint }) => endpoint)
      .filter(({ method, roles }) => method === 'GET' && roles.includes('operator'))
      // A webhook is there for its owner alone, and a sheet that is filed for its centre.
      .filter(({ path }) => path === `/v1/${path.split('/')[2]}/{id}` && !OF_NO_CITY.has(path));
    expect(records.length).toBeGreaterThan(5);
    for (const who of [reviewer(), operator(), agency()]) {
      for (const { path } of records.filter((one) => one.roles.includes(who.role))) {
        await send(who, 'GET', path.replace('{id}', ids[path.split('/')[2] ?? ''] ?? ''));
      }
    }
  });

  it('is in no list of another', async () => {
    for (const list of Object.keys(ids).filter((one) =>
      routes.some(({ endpoint }) => endpoint.path === `/v1/${one}`),
    )) {
      const { endpoint } =
        routes.find((one) => one.endpoint.path === `/v1/${list}` && one.endpoint.method === 'GET') ?? {};
      if (!endpoint) continue;
      expect((await send(clerk(YUZHONG), 'GET', `/v1/${list}`)).items, list).toEqual([]);
    }
  });
});
