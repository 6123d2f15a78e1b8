import { beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import type { Made } from '../../../infra/local/story/story.ts';
import { clerk, DAZU, merchant } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/** A market's operator keeps its stalls, and says that one of them is vacated. */

let made: Made;
beforeAll(async () => {
  made = await tell();
});

const market: Caller = { sub: 'market', role: 'market', districtId: DAZU };

it('looks at its sheet, keeps it, and has the merchant and the counter told of a stall that is vacated', async () => {
  const entityId = made.get('M1') ?? '';
  const { body: before } = await registry.send(clerk(), 'GET', `/v1/entities/${entityId}`);
  const { marketId, stall, unifiedSocialCreditCode, stallLease } = before.entity;
  const rows = [
    ['区（楼）', '层', '街', '摊位号', '统一社会信用代码', '租期起', '租期止'],
    [
      stall.building,
      stall.floor ?? '',
      stall.street ?? '',
      stall.number,
      unifiedSocialCreditCode,
      stallLease.from,
      stallLease.to,
    ],
  ];
  const sheet = (query: string) =>
    registry.send(
      market,
      'POST',
      `/v1/markets/${marketId}/stalls/sheet${query}`,
      rows.map((row) => row.join(',')).join('\n'),
      { 'Content-Type': 'text/csv' },
    );
  expect((await sheet('')).body).toMatchObject({ committed: false, added: 1, faults: [] });
  expect((await sheet('?commit=true')).body).toMatchObject({ committed: true, added: 1 });
  const { body: listed } = await registry.send(market, 'GET', `/v1/markets/${marketId}/stalls`);
  expect(listed.items).toMatchObject([{ state: 'LEASED', code: unifiedSocialCreditCode }]);

  const vacated = { ...stall, state: 'VACATED', vacatedOn: '2026-03-01', reason: '退租' };
  const said = await registry.send(market, 'POST', `/v1/markets/${marketId}/stalls`, { stalls: [vacated] });
  expect([said.status, said.body.changed], JSON.stringify(said.body)).toEqual([201, 1]);
  for (const caller of [merchant(entityId), clerk()]) {
    await until('the notice of the vacated stall', async () => {
      const { body } = await registry.send(caller, 'GET', '/v1/notices');
      return body.items.some(({ kind }: { kind: string }) => kind === 'STALL_VACATED') || undefined;
    });
  }
  const { body: after } = await registry.send(clerk(), 'GET', `/v1/entities/${entityId}`);
  expect(after.status).toBe(before.status);
  const { body: work } = await registry.send(market, 'GET', '/v1/work');
  expect(work.items.map(({ queue }: { queue: string }) => queue)).toContain('MARKET_CLAIM');
});
