import { beforeEach, describe, expect, it } from 'vitest';
import { build as buildReminders } from '../../../functions/credit/schedules/remind-of-appeals.ts';
import { build as buildRequest } from '../../../functions/credit/steps/request-appeal-decision.ts';
import { creditStore } from '../../../functions/credit/store/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { call, DAZU, merchant, reviewer } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { newsOf } from '../notices/news.ts';
import { creditKit, invoke } from './kit.ts';

/** What waits for those who decide appeals, and the executions that wait for them. */

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const kit = creditKit(registry);
const uphold = { decision: 'UPHOLD', reasons: ['经复核事实清楚'] };

beforeEach(() => registry.setClock(NOW));

/** A fact that is objected to, and the input of the execution that has it decided. */
async function disputed() {
  const entityId = await kit.file('merchant', '2025-06-05');
  const id: string = (await kit.record(entityId, 'COMPLAINT_UPHELD')).body.id;
  const objection = { caller: merchant(entityId), params: { id }, body: { reasons: ['投诉人已书面撤回'] } };
  expect((await kit.call('objectToCreditEvent', objection)).status).toBe(202);
  return {
    entityId,
    id,
    input: { eventId: id, appeal: 'OBJECTION', appealedAt: registry.runtime.now().toISOString() },
  };
}

const ask = (input: object, taskToken: string) => invoke(buildRequest(registry.runtime), { ...input, taskToken });
const decide = (id: string) => kit.call('decideObjection', { caller: reviewer(), params: { id }, body: uphold });
const messagesOf = (id: string) => registry.messages(`DST#${DAZU}#CREDIT_EVENT#${id}`);
const resumedOf = async (id: string) => (await messagesOf(id)).filter(({ type }) => type === 'resume');

describe('an execution that waits for the decision of an appeal', () => {
  it('is answered, whether it asked before or after, once or again', async () => {
    for (const order of ['before', 'after', 'again']) {
      const { id, input } = await disputed();
      if (order !== 'after') await ask(input, `${id}-1`);
      if (order === 'again') await ask(input, `${id}-2`);
      expect((await decide(id)).status).toBe(202);
      if (order === 'after') await ask(input, `${id}-1`);
      const last = order === 'again' ? `${id}-2` : `${id}-1`;
      expect(await resumedOf(id), order).toEqual([
        expect.objectContaining({ taskToken: last, output: { outcome: 'UPHELD' } }),
      ]);
    }
  });

  it('is answered where the decision is made at the moment at which it asks', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, input } = await disputed();
      const asked = ask(input, id).catch(() => ask(input, id));
      const [decided] = await Promise.all([decide(id), asked]);
      expect(decided.status).toBe(202);
      expect(await resumedOf(id)).toEqual([expect.objectContaining({ taskToken: id })]);
    }
  });

  it('changes no version of the fact by asking', async () => {
    const { id, input } = await disputed();
    const before = await creditStore(registry.runtime.table).event(id);
    await ask(input, 'token');
    const after = await creditStore(registry.runtime.table).event(id);
    expect(after).toEqual({ ...before, task: { round: `OBJECTION#${NOW}`, taskToken: 'token' } });
  });
});

describe('an appeal', () => {
  const appealsOf = async (caller: Caller) => {
    const { items } = (await call(buildSystem(registry.runtime), systemApi, 'work', { caller })).body;
    return items.find(({ queue }: { queue: string }) => queue === 'CREDIT_APPEAL');
  };

  it('is counted until it is decided, is taken, and is called for on its last day once', async () => {
    const counted = (await appealsOf(reviewer())).count;
    registry.setClock('2026-03-18T01:30:00.000Z');
    const { entityId, id } = await disputed();
    const { decideBy } = (await kit.call('getCreditEvent', { caller: reviewer(), params: { id } })).body.objection;
    expect((await appealsOf(reviewer())).count).toBe(counted + 1);
    expect((await kit.call('takeAppeal', { caller: reviewer(DAZU, 'r1'), params: { id } })).body.by).toBe('r1');
    expect((await kit.call('takeAppeal', { caller: reviewer(DAZU, 'r2'), params: { id } })).body.detail).toContain(
      'r1',
    );
    const shown = async (caller: Caller) => (await kit.call('getCreditEvent', { caller, params: { id } })).body.taking;
    expect(await shown(reviewer())).toMatchObject({ by: 'r1' });
    expect(await shown(merchant(entityId))).toBeUndefined();

    const remind = () => invoke(buildReminders(registry.runtime), {});
    const due = async () => (await messagesOf(id)).filter((one: any) => one.name === 'CreditAppealDue');
    await remind();
    expect(await due()).toEqual([]);
    registry.setClock(`${decideBy}T01:00:00.000Z`);
    await remind();
    await remind();
    const [told, ...more] = await due();
    expect(more).toEqual([]);
    expect(newsOf('CreditAppealDue', (told as any).detail).map(({ recipient }) => recipient)).toEqual(['REVIEWER']);
    expect((await decide(id)).status).toBe(202);
    expect((await appealsOf(reviewer())).count).toBe(counted);
    expect((await kit.call('takeAppeal', { caller: reviewer(), params: { id } })).body.code).toBe('WRONG_STATE');
  });
});
