import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { standingStore } from '../../../../functions/credit/store/standings.ts';
import { sha256 } from '../../../../functions/shared/digest.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';
import { aggregate, type Stored } from '../../../../functions/shared/table/aggregate.ts';
import { form } from '../../../../functions/shared/table/form.ts';
import { bodyKey, versionKey } from '../../../../functions/shared/table/keys.ts';
import { verify } from '../../../../infra/commands/audit/verify.ts';
import { useRegistry } from '../../../kit/registry.ts';

const registry = useRegistry();
const names = { registry: 'registry', audit: 'audit' };
const verified = () => verify(registry.documents, names);

const Head = z.object({ step: z.number(), amount: z.number() });
const Body = z.object({ nested: z.unknown() });
const Whole = Head.extend(Body.shape);
const kind = aggregate({ head: form('record', Head), body: form('record-body', Body) });

let record = 0;
/** A record of three versions, which says the same in its body throughout. */
async function history(): Promise<`DST#500111#${string}`> {
  record += 1;
  const pk = `DST#500111#RECORD#${record}` as const;
  let before: Stored<z.output<typeof Whole>> | undefined;
  for (const step of [1, 2, 3]) {
    const { writes, after } = kind.writes({
      pk,
      before,
      data: { step, amount: 0.1 * step, nested: { b: 1, a: ['x'] } },
      listing: { districtId: '500111', collection: 'RECORDS' },
      actor: { sub: 'clerk', role: 'clerk', districtId: '500111' },
      at: `2026-03-17T01:30:0${step}.000Z`,
      action: 'CHANGE',
      reasons: ['理由'],
      otherwise: () => new Error('changed'),
    });
    await registry.runtime.table.commit(writes);
    before = after;
  }
  return pk;
}

/** Sets one attribute, e.g. `data.step`, behind the registry's back. */
const tamper = (table: keyof typeof names, pk: string, sk: string, attribute: string, value: unknown) => {
  const path = attribute.split('.');
  return registry.documents.send(
    new UpdateCommand({
      TableName: names[table],
      Key: { pk, sk },
      UpdateExpression: `SET ${path.map((part) => `#${part}`).join('.')} = :value`,
      ExpressionAttributeNames: Object.fromEntries(path.map((part) => [`#${part}`, part])),
      ExpressionAttributeValues: { ':value': value },
    }),
  );
};
const drop = (table: keyof typeof names, pk: string, sk: string) =>
  registry.documents.send(new DeleteCommand({ TableName: names[table], Key: { pk, sk } }));

/** What a test broke, the next does not find. */
beforeEach(async () => {
  for (const used of Array.from({ length: record }, (_one, index) => `DST#500111#RECORD#${index + 1}`)) {
    for (const sk of [1, 2, 3].map(versionKey)) await drop('audit', used, sk);
    await drop('registry', used, 'CURRENT');
    await drop('registry', used, bodyKey(1));
  }
});

describe('the audit', () => {
  let pk: `DST#500111#${string}`;
  beforeEach(async () => {
    await history();
    pk = await history();
  });

  it('holds what nobody touched', async () => {
    expect(await verified()).toEqual({ records: 2, entries: 6 });
  });

  const of = (what: string) => ({ broken: { pk, what } });

  it.each([
    ['at', '2026-03-17T09:00:00.000Z'],
    ['actor.sub', 'somebody-else'],
    ['action', 'APPROVE'],
    ['reasons', []],
    ['contentHash', '0'.repeat(64)],
  ])('finds an entry whose %s was altered', async (attribute, value) => {
    await tamper('audit', pk, versionKey(2), attribute, value);
    expect(await verified()).toMatchObject(of('entry 2 was altered'));
  });

  it('finds an entry that was altered together with its own hash', async () => {
    const { items } = await registry.runtime.table.query(
      { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
      'audit',
    );
    const { hash: _hash, ...entry } = { ...items[1], action: 'APPROVE' } as Record<string, unknown>;
    await tamper('audit', pk, versionKey(2), 'action', 'APPROVE');
    await tamper('audit', pk, versionKey(2), 'hash', sha256(entry));
    expect(await verified()).toMatchObject(of('entry 3 does not follow the one before it'));
  });

  it('finds an entry that is missing: the first, one between, the last', async () => {
    for (const [version, what] of [
      [3, 'the record is at version 3, its last entry is not'],
      [1, 'entry 1 is missing'],
    ] as const) {
      await drop('audit', pk, versionKey(version));
      expect(await verified()).toMatchObject(of(what));
    }
  });

  it('finds a record that was set back to an earlier version', async () => {
    const entry = await registry.runtime.table.query(
      { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
      'audit',
    );
    await tamper('registry', pk, 'CURRENT', 'version', 2);
    await tamper('registry', pk, 'CURRENT', 'auditHash', entry.items[1]?.['hash']);
    expect(await verified()).toMatchObject(of('the record is at version 2, its last entry is not'));
  });

  it('finds a record that is not what its history says', async () => {
    await tamper('registry', pk, 'CURRENT', 'data.step', 4);
    expect(await verified()).toMatchObject(of('the record is not what its last entry says'));
  });

  it('finds a body that is not what the history says, or gone', async () => {
    await tamper('registry', pk, bodyKey(1), 'data.nested.b', 2);
    expect(await verified()).toMatchObject(of('the record is not what its last entry says'));
    await drop('registry', pk, bodyKey(1));
    expect(await verified()).toMatchObject(of('the record is not what its last entry says'));
  });

  it('finds a history whose record is gone', async () => {
    await drop('registry', pk, 'CURRENT');
    expect(await verified()).toMatchObject(of('the record is gone'));
  });
});

describe('the audit of a log that keeps every version', () => {
  const entityId = 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9';
  const pk = `DST#500111#CREDIT#${entityId}`;
  const of = (what: string) => ({ broken: { pk, what } });

  /** Three standings of an entity. */
  beforeEach(async () => {
    const store = standingStore(registry.runtime.table);
    for (const sk of [1, 2, 3].map(versionKey)) {
      await drop('audit', pk, sk);
      await drop('registry', pk, `OUTBOX#${sk}`);
    }
    for (const day of [1, 2, 3]) {
      const asOf = `2026-03-0${day}`;
      const cause = { type: 'RUN', id: `run-${day}` } as const;
      const data = {
        score: 80 + day,
        grade: 'B',
        scorecardVersion: '2026-1',
        asOf,
        cause,
        points: { paid: day },
      } as const;
      const before = await store.current(entityId);
      await registry.runtime.table.commit(
        store.stand({ entityId, districtId: '500111' }, data, before, `${asOf}T01:30:00.000Z`, shippedOn(asOf)),
      );
    }
  });

  it('holds what nobody touched', async () => {
    expect((await verified()).broken).toBeUndefined();
  });

  it('finds a version that was altered, an earlier one too', async () => {
    await tamper('registry', pk, `OUTBOX#${versionKey(2)}`, 'grounds.points', { paid: 9 });
    expect(await verified()).toMatchObject(of('version 2 is not what its entry says'));
    await tamper('registry', pk, `OUTBOX#${versionKey(3)}`, 'grounds.asOf', '2026-12-31');
    expect(await verified()).toMatchObject(of('the record is not what its last entry says'));
  });

  it('finds a version that is gone: one between, the last, all', async () => {
    await drop('registry', pk, `OUTBOX#${versionKey(1)}`);
    expect(await verified()).toMatchObject(of('version 1 is not what its entry says'));
    await drop('registry', pk, `OUTBOX#${versionKey(3)}`);
    expect(await verified()).toMatchObject(of('the record is at version 2, its last entry is not'));
    await drop('registry', pk, `OUTBOX#${versionKey(2)}`);
    expect(await verified()).toMatchObject(of('the record is gone'));
  });
});
