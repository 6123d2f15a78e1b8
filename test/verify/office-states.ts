import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ulid } from 'ulid';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { identifier } from '../../functions/shared/kernel/identifier.ts';
import { CACHE_MS } from '../../functions/shared/reference/reference.ts';
import { stepFunctionsAt } from '../../infra/commands/step-functions.ts';
import { stateMachineArn } from '../../infra/local/step-functions/arns.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { merchantSample, tradeOperatorSample } from '../functions/filing/samples.ts';
import { approved } from '../host/killed/filed.ts';
import { callerOf, type Scene, SPARE } from './scene.ts';

/** What offices decide of others: accounts and their assignments, stalls of a market, parties of another district. */
export async function officeStates({ as, clerk, host, offer, reviewer, today }: Scene): Promise<void> {
  await accounts();
  await marketClaims();
  await admissions();
  await failedExecutions();

  async function accounts(): Promise<void> {
    const caller = callerOf('centreHead');
    const head = await as(caller);
    const open = (name: string, role: string) =>
      head.post<{ sub: string; assignments: { id: string }[] }>('/v1/accounts', { name, assignment: { role } });
    for (let n = 0; n < SPARE; n += 1) {
      const { sub, assignments } = await open(`窗口${n}`, 'clerk');
      const path = `/v1/accounts/${sub}`;
      offer(caller, 'GET', path);
      offer(caller, 'POST', '/v1/accounts', { name: `新人${n}`, assignment: { role: 'clerk' } });
      offer(caller, 'POST', `${path}/assignments`, { role: 'market' });
      offer(caller, 'POST', `${path}/one-time-code`, { licenceSeen: true, reason: '忘记口令' });
      offer(caller, 'POST', `${path}/assignments/${assignments[0]?.id}/end`, { reason: '调岗' });

      const proposed = await open(`审核${n}`, 'reviewer');
      const confirmation = `/v1/accounts/${proposed.sub}/assignments/${proposed.assignments[0]?.id}/confirmation`;
      offer({ ...caller, sub: 'second-head' }, 'POST', confirmation);

      offer(caller, 'POST', `/v1/accounts/${(await open(`甲${n}`, 'clerk')).sub}/suspension`, { reason: '离岗' });
      const { sub: idle } = await open(`乙${n}`, 'clerk');
      await head.post(`/v1/accounts/${idle}/suspension`, { reason: '离岗' });
      offer(caller, 'POST', `/v1/accounts/${idle}/suspension/lifting`, { reason: '返岗' });
    }
  }

  /** A market that says of its stalls and goods, in a district that wants them confirmed. */
  async function marketClaims(): Promise<void> {
    const market = callerOf('market');
    const [author, publisher, self] = [
      await as(callerOf('operator', undefined, 'author')),
      await as(callerOf('operator')),
      await as(market),
    ];
    const versions = '/v1/reference/market-confirmations/versions';
    const rows = [{ districtId: market.districtId }];
    const { version } = await author.post<{ version: number }>(versions, { from: today, source: '试验', rows });
    await publisher.post(`${versions}/${version}/publication`, undefined);
    // Everything goes by it then.
    const now = new Date(host.now().getTime() + CACHE_MS + 1000).toISOString();
    await self.post('/dev/clock', { now });

    const { marketId } = merchantSample(760).entity;
    const stall = { building: 'W区', number: '1', state: 'FREE' };
    await self.put(`/v1/markets/${marketId}/goods`, { goods: [{ hs: '8204', name: '扳手' }] });
    await self.post(`/v1/markets/${marketId}/stalls`, { stalls: [stall] });
    await self.send('POST', `/v1/markets/${marketId}/stalls/sheet`, '区（楼）,摊位号\r\nW区,2\r\n', {
      'Content-Type': 'text/csv',
    });
    for (let n = 0; n < SPARE; n += 1) {
      const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(760 + n));
      const claims = '/v1/market-claims?state=OPEN&limit=200';
      await eventually(`the stall of ${id} to be claimed`, async () => {
        const { items } = await self.get<{ items: { id: string }[] }>(claims);
        return items.some((claim) => claim.id === id) || undefined;
      });
      offer(market, 'POST', `/v1/market-claims/${id}/answer`, { outcome: 'CONFIRMED' });
    }
  }

  /** Executions of filings that nobody has filed. */
  async function failedExecutions(): Promise<void> {
    const sfn = stepFunctionsAt(host.stepFunctionsUrl);
    for (let n = 0; n < SPARE; n += 1) {
      const filingId = identifier('filing', callerOf('clerk').districtId, ulid());
      const input = JSON.stringify({ filingId, revision: 1, correlationId: `failed-${n}` });
      await sfn.send(
        new StartExecutionCommand({ stateMachineArn: stateMachineArn('filing'), name: `failed-${n}`, input }),
      );
      offer('operator', 'POST', `/v1/executions/filing/failed-${n}/redrive`);
    }
    const operator = await as(callerOf('operator'));
    await eventually('the executions to fail', async () => {
      const { items } = await operator.get<{ items: unknown[] }>('/v1/executions');
      return items.length === SPARE || undefined;
    });
  }

  /** Trade operators of another district, of which some are admitted and can be admitted no longer. */
  async function admissions(): Promise<void> {
    const there = <C extends Caller>(caller: C): C => ({ ...caller, districtId: '500107' });
    const [otherClerk, otherReviewer] = [await as(there(callerOf('clerk'))), await as(there(callerOf('reviewer')))];
    for (let n = 0; n < SPARE; n += 1) {
      const { filingNumber } = await approved(otherClerk, otherReviewer, tradeOperatorSample(900 + n));
      const admission = { filingNumber, decision: 'ADMIT' };
      if (n % 2 === 0) {
        offer('reviewer', 'POST', '/v1/admissions', admission);
        continue;
      }
      const admitted = await reviewer.post<{ id: string }>('/v1/admissions', admission);
      offer('reviewer', 'POST', `/v1/admissions/${admitted.id}/ending`, { reason: '已迁走' });
    }
  }
}
