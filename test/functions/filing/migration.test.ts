import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { build as buildWatch } from '../../../functions/filing/schedules/watch-terms.ts';
import { migrations } from '../../../functions/filing/store/migration.ts';
import { sha256 } from '../../../functions/shared/digest.ts';
import { everyItem } from '../../../functions/shared/table/every-item.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { clerk, DAZU } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, approved, ask, asked, getEntity } from './kit.ts';
import { buyerSample, merchantSample } from './samples.ts';

/** What the releases before form 2 of the claims kept (`functions/filing/store/claims.ts` of commit 6d3cb8c). */

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const migrate = () => migrated(registry.documents, migrations);
const filingIdOf = (entityId: string): string => entityId.replace('entity-', 'filing-');

const merchantOn = (n: number, building: string, floor: string, number: string, until = '2027-12-31') => {
  const { entity } = merchantSample(n);
  const stallLease = { from: '2024-01-01', to: until };
  return { kind: 'merchant' as const, entity: { ...entity, stall: { building, floor, number }, stallLease } };
};
const stallPk = (key: string) => `DST#${DAZU}#STALL#${merchantSample().entity.marketId}#${key}` as const;
const identityPk = (number: string) => `DST#${DAZU}#IDENTITY#buyer#${sha256(`ARE/${number}`)}` as const;

/** The claims under a key, moved to where an earlier release kept them. */
async function moved(from: StoredItem['pk'], to: StoredItem['pk']): Promise<void> {
  const { table } = registry.runtime;
  const item = await table.get({ pk: from, sk: 'CURRENT' });
  if (!item) throw new Error(`nothing stands under ${from}`);
  await registry.documents.send(new DeleteCommand({ TableName: 'registry', Key: { pk: from, sk: 'CURRENT' } }));
  await table.write(put({ ...item, pk: to, form: 1 }));
}

const held = (pk: StoredItem['pk']) => registry.runtime.table.get({ pk, sk: 'CURRENT' });

async function twoOnOneStall(n: number, area: string, until?: string): Promise<{ early: string; late: string }> {
  const early = await approved(registry.runtime, merchantOn(n, `${area}区`, '2层', '18号'));
  await moved(stallPk(`${area}/2层/18`), stallPk(`${area}/the first meanwhile`));
  const late = await approved(registry.runtime, merchantOn(n + 1, `${area}區`, '2F', '18號', until));
  await moved(stallPk(`${area}/2层/18`), stallPk(`${area}/區/2/F层/18/號`));
  await moved(stallPk(`${area}/the first meanwhile`), stallPk(`${area}/2层/18`));
  return { early, late };
}

describe('a stall that an earlier release knew under two names', () => {
  it('stays with the merchant that was filed earlier, and the other can be cancelled', async () => {
    const { early, late } = await twoOnOneStall(701, 'K');
    const { collisions } = await migrate();
    expect(collisions).toContainEqual({ what: 'STALL', kept: early, lost: late });
    expect(await held(stallPk('K/2层/18'))).toMatchObject({ entityId: early, form: 3 });
    expect(await held(stallPk('K/區/2/F层/18/號'))).toBeUndefined();
    expect((await migrate()).migrated).toEqual({});

    await approve(registry.runtime, await asked(registry.runtime, 'requestCancellation', late, { reason: '歇业' }));
    expect((await getEntity(registry.runtime, late)).body.status).toBe('CANCELLED');
    expect(await held(stallPk('K/2层/18'))).toMatchObject({ entityId: early });
    await approve(registry.runtime, await asked(registry.runtime, 'requestCancellation', early, { reason: '歇业' }));
    expect(await held(stallPk('K/2层/18'))).toBeUndefined();
  });

  it('does not keep the other from moving to a stall of its own', async () => {
    const { early, late } = await twoOnOneStall(711, 'L');
    await migrate();
    const { entity } = merchantOn(712, 'L区', '2层', '19号');
    await approve(
      registry.runtime,
      await asked(registry.runtime, 'requestAmendment', late, { entity, reason: '更正' }),
    );
    expect(await held(stallPk('L/2层/19'))).toMatchObject({ entityId: late });
    expect(await held(stallPk('L/2层/18'))).toMatchObject({ entityId: early });
  });

  it('does not keep the daily round from ending the registration of the other', async () => {
    const { early, late } = await twoOnOneStall(721, 'M', '2026-03-20');
    await migrate();
    registry.setClock('2026-03-21T01:30:00.000Z');
    await invoke(buildWatch(registry.runtime), {});
    expect((await getEntity(registry.runtime, late)).body.status).toBe('EXPIRED');
    expect(await held(stallPk('M/2层/18'))).toMatchObject({ entityId: early });
  });

  it('is moved where a floor below the ground stood under the key of one above', async () => {
    const below = await approved(registry.runtime, merchantOn(731, 'N区', '-1层', '18号'));
    const above = await approved(registry.runtime, merchantOn(732, 'N区', '1层', '18號'));
    await moved(stallPk('N/1层/18'), stallPk('N/1层/18/號'));
    await moved(stallPk('N/负1层/18'), stallPk('N/1层/18'));
    const { collisions } = await migrate();
    expect(collisions.filter(({ lost }) => lost === below || lost === above)).toEqual([]);
    expect(await held(stallPk('N/负1层/18'))).toMatchObject({ entityId: below });
    expect(await held(stallPk('N/1层/18'))).toMatchObject({ entityId: above });
  });
});

describe('a passport that an earlier release kept with the words before its number', () => {
  it('is the same buyer, of whom the earlier keeps it', async () => {
    const bare = { kind: 'buyer' as const, entity: { ...buyerSample(741).entity, certificateNumber: 'Q741758' } };
    const early = await approved(registry.runtime, bare);
    await moved(identityPk('Q741758'), identityPk('meanwhile'));
    const other = { kind: 'buyer' as const, entity: { ...buyerSample(742).entity, certificateNumber: 'Q741758' } };
    const late = await approved(registry.runtime, other);
    await moved(identityPk('Q741758'), identityPk('NOQ741758'));
    await moved(identityPk('meanwhile'), identityPk('Q741758'));
    // Its form, and the note of its phone, say what was typed.
    const labelled = { ...other, entity: { ...other.entity, certificateNumber: 'NO.Q741758' } };
    const pk = `DST#${DAZU}#FILING#${filingIdOf(late)}` as const;
    const bodies = await everyItem(registry.runtime.table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :body)',
      ExpressionAttributeValues: { ':pk': pk, ':body': 'BODY#' },
      ConsistentRead: true,
    });
    for (const item of bodies) {
      await registry.runtime.table.write(put({ ...item, data: { ...(item['data'] as object), submission: labelled } }));
    }
    const { collisions } = await migrate();
    expect(collisions).toContainEqual({ what: 'IDENTITY', kept: filingIdOf(early), lost: filingIdOf(late) });
    expect(await held(identityPk('Q741758'))).toMatchObject({ filingId: filingIdOf(early), form: 2 });
    expect(await held(identityPk('NOQ741758'))).toBeUndefined();
    const again = await api(registry.runtime, 'fileEntity', { caller: clerk(), body: bare });
    expect(again.body.code).toBe('DUPLICATE');
    await approve(registry.runtime, await asked(registry.runtime, 'requestCancellation', late, { reason: '重复备案' }));
    expect((await getEntity(registry.runtime, late)).body.status).toBe('CANCELLED');
    expect(await held(identityPk('Q741758'))).toMatchObject({ filingId: filingIdOf(early) });
    expect((await ask(registry.runtime, 'requestCancellation', early, { reason: '歇业' })).status).toBe(202);
  });
});
