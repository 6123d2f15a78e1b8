import type { Caller, Role } from '../../functions/shared/auth/caller.ts';
import type { Host } from '../../infra/local/host.ts';
import { tradeOperatorSample } from '../functions/filing/samples.ts';
import { approved } from '../host/killed/filed.ts';
import { type Client, client } from '../kit/client.ts';
import { MARKET } from '../kit/frozen.ts';

/**
 * Has people of a host that has told the sample chain leave one record of each kind: a draft, a request that waits and one
 * that was answered, an account and one that waits for a second person, stalls, an admission, settings for notices.
 */
export async function offices(host: Host): Promise<void> {
  const as = async (role: Role, more: Partial<Caller> = {}): Promise<Client> =>
    client(host.url, await host.tokens.issue({ sub: `frozen-${role}`, role, districtId: '500111', ...more }));
  const [clerk, reviewer, head, market] = [
    await as('clerk'),
    await as('reviewer'),
    await as('centreHead'),
    await as('market'),
  ];
  await clerk.put('/v1/drafts/filing-new', { title: '新备案', page: '/filings/new', content: '{"name":"甲"}' });

  const { items } = await clerk.get<{ items: { id: string }[] }>('/v1/entities?kind=merchant&limit=1');
  const merchantId = items[0]?.id ?? '';
  const merchant = await as('merchant', { entityId: merchantId });
  await merchant.post('/v1/personal-requests', { entityId: merchantId, kind: 'COPY' });
  const correction = { entityId: merchantId, kind: 'CORRECTION', about: 'DOCUMENT', says: '附件是他人的' };
  await merchant.post('/v1/personal-requests', correction);
  await merchant.put('/v1/notice-settings', { channels: [], kinds: ['TRADE_REGISTERED'] }, 0);

  await head.post('/v1/accounts', { name: '王五', sub: 'frozen-wang', assignment: { role: 'clerk' } });
  await head.post('/v1/accounts', { name: '赵六', sub: 'frozen-zhao', assignment: { role: 'reviewer' } });

  await market.put(`/v1/markets/${MARKET}/goods`, { goods: [{ hs: '8204', name: '扳手' }] });
  const leased = { code: '92500111MA5U00000A', from: '2026-01-01', until: '2027-12-31' };
  await market.post(`/v1/markets/${MARKET}/stalls`, {
    stalls: [
      { building: 'W区', number: '1', state: 'LEASED', ...leased },
      { building: 'W区', number: '2', state: 'VACATED', vacatedOn: '2026-03-01', reason: '退租' },
    ],
  });

  const elsewhere = { districtId: '500107' };
  const [otherClerk, otherReviewer] = [await as('clerk', elsewhere), await as('reviewer', elsewhere)];
  const { filingNumber } = await approved(otherClerk, otherReviewer, tradeOperatorSample(901));
  await reviewer.post('/v1/admissions', { filingNumber, decision: 'ADMIT' });
}
