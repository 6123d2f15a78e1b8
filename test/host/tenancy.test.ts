import { expect, it } from 'vitest';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { ID_KINDS, identifier } from '../../functions/shared/kernel/identifier.ts';
import { routes } from '../../infra/manifest.ts';
import { DAZU, YUZHONG } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';

const registry = useHost();
const ULID = '01JDXKQ8Z3W5T7V9Y1A3C5E7G9';

it('answers 404 to another district’s identifiers on every route of the manifest, whatever the body', async () => {
  const withId = routes.filter(({ endpoint }) => endpoint.path.includes('{id}'));
  expect(withId.length).toBeGreaterThan(10);
  for (const { endpoint } of withId) {
    const role =
      endpoint.roles.find((one) => one !== 'operator' && one !== 'merchant' && one !== 'agent') ?? endpoint.roles[0];
    if (role === undefined || role === 'operator') continue;
    const who: Caller = { sub: 'stranger', role, districtId: YUZHONG };
    const kind = ID_KINDS.find((one) => endpoint.path.startsWith(`/v1/${PREFIX[one]}/`));
    if (kind === undefined) continue;
    const path = endpoint.path.replace('{id}', identifier(kind, DAZU, ULID)).replaceAll(/\{\w+\}/g, '1');
    const reply = await registry.send(
      who,
      endpoint.method,
      path,
      endpoint.body ? (SAMPLE[endpoint.path] ?? {}) : undefined,
      endpoint.ifMatch ? { 'If-Match': '"1"' } : {},
    );
    expect([404, endpoint.body ? 422 : 404], `${endpoint.method} ${path} → ${JSON.stringify(reply.body)}`).toContain(
      reply.status,
    );
    expect(JSON.stringify(reply.body)).not.toContain('WRONG_STATE');
  }
});

const PREFIX: Record<(typeof ID_KINDS)[number], string> = {
  filing: 'filings',
  entity: 'entities',
  goods: 'goods',
  agreement: 'agency-agreements',
  document: 'documents',
  filingbatch: 'filing-batches',
  trade: 'trades',
  consolidation: 'consolidations',
  creditevent: 'credit-events',
  creditrun: 'credit-runs',
};

/** Valid bodies where a route takes one, so that only tenancy can refuse it. */
const SAMPLE: Record<string, unknown> = {
  '/v1/filings/{id}/decision': { decision: 'APPROVE', reasons: [] },
  '/v1/filings/{id}': { entity: {} },
  '/v1/consolidations/{id}/confirmation': { containers: [{ no: 1, containerNumber: 'CSQU3054383', sealNumber: 'S1' }] },
  '/v1/consolidations/{id}/release': { reason: '客户取消' },
};
