import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { build as buildReminders } from '../../../functions/credit/schedules/remind-of-appeals.ts';
import { build as buildEscalation } from '../../../functions/credit/steps/escalate-appeal.ts';
import { build as buildRequest } from '../../../functions/credit/steps/request-appeal-decision.ts';
import { creditStore } from '../../../functions/credit/store/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { asRead, call, DAZU, merchant, reviewer } from '../../kit/call.ts';
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

/**
 * A fact whose repair is applied for, after an objection to it was decided, and the input of the execution for the repair.
 */
async function toBeRepaired(isLate = false) {
  const { entityId, id, input } = await disputed();
  await ask(input, `${id}-objection`);
  if (isLate) await invoke(buildEscalation(registry.runtime), input);
  expect((await decide(id)).status).toBe(202);
  const body = { correctedOn: '2026-03-12', correction: '已退款并道歉', commitment: '承诺诚信经营' };
  expect((await kit.call('requestRepair', { caller: merchant(entityId), params: { id }, body })).status).toBe(202);
  return { entityId, id, input: { ...input, appeal: 'REPAIR' } };
}

const ask = (input: object, taskToken: string, executionName?: string) =>
  invoke(buildRequest(registry.runtime), { ...input, taskToken, executionName });
const versionRead = (id: string) => asRead(kit.call('getCreditEvent', { caller: reviewer(), params: { id } }));
const decide = async (id: string) =>
  kit.call('decideObjection', { caller: reviewer(), params: { id }, body: uphold, headers: await versionRead(id) });
const refuseRepair = async (id: string) =>
  kit.call('decideRepair', {
    caller: reviewer(),
    params: { id },
    body: { decision: 'REFUSE', reasons: ['尚未退款'] },
    headers: await versionRead(id),
  });
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

  it('is answered of a repair alone, where the objection before it was asked about too', async () => {
    for (const order of ['before', 'after']) {
      const { id, input } = await toBeRepaired();
      if (order === 'before') await ask(input, `${id}-repair`);
      expect((await refuseRepair(id)).status).toBe(202);
      if (order === 'after') await ask(input, `${id}-repair`);
      const resumed = await resumedOf(id);
      expect(resumed, order).toHaveLength(2);
      for (const [appeal, outcome] of [
        ['objection', 'UPHELD'],
        ['repair', 'REFUSED'],
      ]) {
        expect(resumed).toContainEqual({ type: 'resume', taskToken: `${id}-${appeal}`, output: { outcome } });
      }
    }
  });

  it('is answered of a repair alone, where the objection before it was decided late', async () => {
    const { id, input } = await toBeRepaired(true);
    expect((await refuseRepair(id)).status).toBe(202);
    expect(await resumedOf(id)).toEqual([]);
    await ask(input, `${id}-repair`);
    expect(await resumedOf(id)).toEqual([
      { type: 'resume', taskToken: `${id}-repair`, output: { outcome: 'REFUSED' } },
    ]);
  });

  it('leaves no token of itself where it has ended', async () => {
    const { id, input } = await disputed();
    await ask(input, `${id}-1`, `${id}-appeal-2`);
    await invoke(buildEscalation(registry.runtime), input);
    expect((await creditStore(registry.runtime.table).event(id))?.task).toEqual({ round: `OBJECTION#${NOW}` });
    expect((await decide(id)).status).toBe(202);
    expect(await resumedOf(id)).toEqual([]);
  });

  it('is followed by another where it has ended before a late decision reached it, and once only', async () => {
    const { id, input } = await disputed();
    await ask(input, `${id}-1`);
    await invoke(buildEscalation(registry.runtime), input);
    expect((await decide(id)).status).toBe(202);
    const started = async () =>
      new Set((await messagesOf(id)).flatMap((one) => ('executionName' in one ? [one.executionName] : [])));
    const before = await started();
    // The execution of the decision waited a minute, in which nothing was carried.
    await invoke(buildEscalation(registry.runtime), input);
    await invoke(buildEscalation(registry.runtime), input);
    expect((await started()).difference(before).size).toBe(1);
  });

  it('hands on a decision that was made before it asked so that it outlives its own end', async () => {
    const { id, input } = await disputed();
    expect((await decide(id)).status).toBe(202);
    await ask(input, `${id}-1`, `${id}-appeal-2`);
    expect(await resumedOf(id)).toMatchObject([{ further: { executionName: `${id}-appeal-2`, input } }]);
  });

  it('keeps its place before one of an earlier repair that asks late', async () => {
    const { entityId, id, input } = await toBeRepaired();
    expect((await refuseRepair(id)).status).toBe(202);
    registry.setClock('2026-03-18T01:30:00.000Z');
    const body = { correctedOn: '2026-03-12', correction: '已退款并道歉', commitment: '承诺诚信经营' };
    expect((await kit.call('requestRepair', { caller: merchant(entityId), params: { id }, body })).status).toBe(202);
    await ask({ ...input, appealedAt: registry.runtime.now().toISOString() }, `${id}-now`);
    await expect(ask(input, `${id}-of-old`)).rejects.toThrow();
    expect((await refuseRepair(id)).status).toBe(202);
    const resumed = JSON.stringify(await resumedOf(id));
    expect(resumed).toContain(`${id}-now`);
    expect(resumed).not.toContain(`${id}-of-old`);
  });

  it('is followed by a further one where it has ended, which finds the decision', async () => {
    const { id, input } = await disputed();
    await ask(input, `${id}-1`, `${id}-appeal-2`);
    expect((await decide(id)).status).toBe(202);
    const [{ further }, ...others] = (await resumedOf(id)) as [any, ...unknown[]];
    expect(others).toEqual([]);
    expect(further).toMatchObject({
      workflow: 'credit-appeal',
      executionName: `${id}-appeal-2`,
      furtherName: `${id}-appeal-2-further-3`,
      input,
    });
    await ask(further.input, `${id}-2`, further.furtherName);
    expect(await resumedOf(id)).toContainEqual(
      expect.objectContaining({ taskToken: `${id}-2`, output: { outcome: 'UPHELD' } }),
    );
  });

  it('is answered where it asked under the first layout, and where it asks again under the present one', async () => {
    for (const asksAgain of [false, true]) {
      const { id, input } = await disputed();
      await registry.documents.send(
        new UpdateCommand({
          TableName: 'registry',
          Key: { pk: `DST#${DAZU}#CREDIT_EVENT#${id}`, sk: 'CURRENT' },
          UpdateExpression: 'SET #data.taskToken = :token',
          ExpressionAttributeNames: { '#data': 'data' },
          ExpressionAttributeValues: { ':token': `${id}-old` },
        }),
      );
      if (asksAgain) await ask(input, `${id}-new`);
      expect((await decide(id)).status).toBe(202);
      expect(await resumedOf(id)).toEqual([
        { type: 'resume', taskToken: asksAgain ? `${id}-new` : `${id}-old`, output: { outcome: 'UPHELD' } },
      ]);
      expect((await creditStore(registry.runtime.table).event(id))?.data).not.toHaveProperty('taskToken');
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
    const listed = async (caller: Caller) => {
      const { items } = (await kit.call('listCreditEvents', { caller, query: { status: 'DISPUTED' } })).body;
      return items.find((item: { id: string }) => item.id === id);
    };
    expect(await listed(reviewer())).toMatchObject({ taking: { by: 'r1' } });
    expect(await listed(merchant(entityId))).toMatchObject({ id });
    expect(await listed(merchant(entityId))).not.toHaveProperty('taking');

    const remind = () => invoke(buildReminders(registry.runtime), {});
    const due = async () =>
      (await messagesOf(id)).filter((one) => one.type === 'event').filter(({ name }) => name === 'CreditAppealDue');
    await remind();
    expect(await due()).toEqual([]);
    registry.setClock(`${decideBy}T01:00:00.000Z`);
    await remind();
    await remind();
    // Broken off after it told, the day's work is done again.
    await registry.documents.send(
      new DeleteCommand({ TableName: 'registry', Key: { pk: `DST#${DAZU}#APPEAL_WATCH`, sk: 'CURRENT' } }),
    );
    await remind();
    const [told, ...more] = await due();
    expect(more).toEqual([]);
    expect(newsOf('CreditAppealDue', told!.detail).map(({ recipient }) => recipient)).toEqual(['REVIEWER']);
    expect((await decide(id)).status).toBe(202);
    expect((await appealsOf(reviewer())).count).toBe(counted);
    expect((await kit.call('takeAppeal', { caller: reviewer(), params: { id } })).body.code).toBe('WRONG_STATE');
  });
});
