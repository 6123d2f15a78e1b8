import type { Caller } from '../../functions/shared/auth/caller.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { resolved, seeds } from '../../infra/local/story/seeds.ts';
import { DISTRICT } from '../../infra/local/story/story.ts';
import { callerOf, factOf, type Scene, SPARE } from './scene.ts';

/** What parties keep and ask for themselves: corrections, drafts, their personal data, how they are told. */
export async function partyStates({ as, clerk, idOf, offer, today }: Scene): Promise<void> {
  await corrections();
  await drafts();
  await personalRequests();
  await noticeDeliveries();

  async function corrections(): Promise<void> {
    const form = resolved(seeds('trades').find(({ key }) => key === 'T3')?.body, idOf) as object;
    for (let n = 0; n < SPARE; n += 1) {
      const { id } = await clerk.post<{ id: string }>('/v1/trades', form);
      const corrected = { ...form, vouchers: [{ type: 'CONTRACT', number: `HT-${n}` }], reason: '凭证号漏录' };
      offer('clerk', 'POST', `/v1/trades/${id}/corrections`, corrected);
    }
  }

  async function drafts(): Promise<void> {
    const draft = { title: '新备案', page: '/filings/new', content: '{"name":"甲"}' };
    for (let n = 0; n < SPARE; n += 1) {
      await clerk.put(`/v1/drafts/draft-${n}`, draft);
      offer('clerk', 'PUT', `/v1/drafts/draft-${n}`, draft);
      offer('clerk', 'GET', `/v1/drafts/draft-${n}`);
    }
  }

  /** Copies that can be fetched, and corrections that wait for the counter. */
  async function personalRequests(): Promise<void> {
    const merchant = callerOf('merchant', idOf('M1'));
    const self = await as(merchant);
    const asked = { entityId: idOf('M1'), kind: 'COPY' };
    for (let n = 0; n < SPARE; n += 1) {
      const copy = await self.post<{ id: string }>('/v1/personal-requests', asked);
      offer(merchant, 'GET', `/v1/personal-requests/${copy.id}/copy`);
      const correction = { ...asked, kind: 'CORRECTION', about: 'DOCUMENT', says: `附件 ${n} 是他人的` };
      const { id } = await self.post<{ id: string }>('/v1/personal-requests', correction);
      offer('clerk', 'POST', `/v1/personal-requests/${id}/answer`, { outcome: 'DONE', reasons: ['已更换附件'] });
    }
    offer(merchant, 'POST', '/v1/personal-requests', asked);
  }

  /** A message that a party no longer wanted when it was sent, and a mail address that waits to be confirmed. */
  async function noticeDeliveries(): Promise<void> {
    const [wanting, mailed] = [callerOf('merchant', idOf('M2')), callerOf('merchant', idOf('M3'))];
    const choose = async (caller: Caller, version: number, choice: object): Promise<unknown> =>
      (await as(caller)).put('/v1/notice-settings', choice, version);
    const byMail = { channels: ['MAIL'], mailAddress: 'shop@example.cn' };
    await choose(mailed, 0, byMail);
    offer(mailed, 'PUT', '/v1/notice-settings', byMail);
    offer(mailed, 'POST', '/v1/notice-settings/mail-code');

    await choose(wanting, 0, { channels: ['TEXT'] });
    await clerk.post('/v1/credit-events', factOf(idOf('M2'), 601, today));
    const operator = await as(callerOf('operator'));
    const delivery = async (isIt: (one: Delivery) => boolean): Promise<Delivery | undefined> => {
      const path = `/v1/notice-deliveries?districtId=${DISTRICT}`;
      const { items } = await operator.get<{ items: Delivery[] }>(path);
      return items.find((one) => one.channel === 'TEXT' && isIt(one));
    };
    await eventually('a text message to be tried', () => delivery(({ attempts }) => attempts > 0));
    await choose(wanting, 1, { channels: [] });
    const dropped = await eventually('it to be dropped', () => delivery(({ status }) => status === 'DROPPED'));
    await choose(wanting, 2, { channels: ['TEXT'] });
    offer('operator', 'POST', `/v1/notice-deliveries/${dropped.id}/redrive`);
    offer('operator', 'POST', '/v1/notice-deliveries/redrive', { districtId: DISTRICT });
  }
}

interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly status: string;
  readonly attempts: number;
}
