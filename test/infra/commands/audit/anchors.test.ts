import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kmsSigner } from '../../../../functions/shared/signing/signer.ts';
import { aggregate, type Stored } from '../../../../functions/shared/table/aggregate.ts';
import { auditEntry, CHAIN_START } from '../../../../functions/shared/table/audit.ts';
import { form } from '../../../../functions/shared/table/form.ts';
import { versionKey } from '../../../../functions/shared/table/keys.ts';
import { contentOf, headsIn, headsOf } from '../../../../functions/system/domain/anchor.ts';
import { build } from '../../../../functions/system/schedules/anchor-chains.ts';
import { s3Anchors } from '../../../../functions/system/store/anchors.ts';
import { chainHeads } from '../../../../functions/system/store/chain-heads.ts';
import { verifyAnchors } from '../../../../infra/commands/audit/anchors.ts';
import { verify } from '../../../../infra/commands/audit/verify.ts';
import { useRegistry } from '../../../kit/registry.ts';
import { useStorage } from '../../../kit/storage.ts';

const registry = useRegistry();
const names = { registry: 'registry', audit: 'audit' };
// The storage takes requests that were signed about now, and the SDK signs by the machine's clock.
const { folder } = useStorage(() => new Date());
const store = s3Anchors();
const kind = aggregate({ head: form('record', z.object({ step: z.number() })) });

const anchorsFolder = join(folder, 'anchors');
const anchors = (): string[] => (existsSync(anchorsFolder) ? readdirSync(anchorsFolder) : []);
const fileOf = (day: string): string => join(anchorsFolder, `${day}.anchor`);

const anchor = (instant: string): Promise<void> => {
  registry.setClock(instant);
  const heads = (from: string | undefined) => chainHeads(registry.documents, names.audit, from);
  return build(registry.runtime, { anchors: store, signer: kmsSigner(), heads })({}, {});
};
const verified = () => verifyAnchors(registry.documents, names.audit, store, kmsSigner());

type Pk = `DST#500111#${string}`;
let records = 0;

/** A record of one version, or its next. */
async function change(at: string, before?: Stored<{ step: number }>): Promise<Stored<{ step: number }>> {
  records += 1;
  const { writes, after } = kind.writes({
    pk: before?.pk ?? (`DST#500111#RECORD#${records}` as const),
    before,
    data: { step: (before?.data.step ?? 0) + 1 },
    listing: { districtId: '500111', collection: 'RECORDS' },
    actor: { sub: 'clerk', role: 'clerk', districtId: '500111' },
    at,
    action: 'CHANGE',
    otherwise: () => new Error('changed'),
  });
  await registry.runtime.table.commit(writes);
  return after;
}

/** Writes a record of one version anew as an administrator could: its entry and its head fit each other. */
async function forge(pk: Pk, at: string): Promise<void> {
  const data = { step: 99 };
  const actor = { sub: 'clerk', role: 'clerk', districtId: '500111' } as const;
  const change_ = { pk, version: 1, at, actor, action: 'CHANGE', reasons: [], previousHash: CHAIN_START };
  const entry = auditEntry({ ...change_, content: data });
  const head = { pk, sk: 'CURRENT', form: 1, version: 1, auditHash: entry.hash, data, createdAt: at, updatedAt: at };
  await registry.documents.send(new PutCommand({ TableName: names.audit, Item: { ...entry } }));
  await registry.documents.send(new PutCommand({ TableName: names.registry, Item: head }));
}

const drop = (TableName: string, pk: string, sk: string) =>
  registry.documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));

const DAY_1 = '2026-03-17T01:30:00.000Z';
const DAY_2 = '2026-03-18T01:30:00.000Z';
const DAY_3 = '2026-03-19T01:30:00.000Z';
const DAY_5 = '2026-03-21T01:30:00.000Z';

describe('the anchors of the audit', () => {
  let one: Stored<{ step: number }>;

  beforeEach(async () => {
    rmSync(anchorsFolder, { recursive: true, force: true });
    one = await change(DAY_1);
    await anchor(DAY_1);
  });

  it('hold every chain at first, then those that grew, each day once', async () => {
    expect(anchors()).toContain('2026-03-17.anchor');
    const first = readFileSync(fileOf('2026-03-17'), 'utf8');
    expect(await verified()).toMatchObject({ anchors: 1, lastDay: '2026-03-17' });
    const old = await change(DAY_1);
    // Later on the same day nothing is made, and nothing of what is there is changed.
    await anchor('2026-03-17T12:00:00.000Z');
    expect(readFileSync(fileOf('2026-03-17'), 'utf8')).toBe(first);

    const two = await change(DAY_3, one);
    await anchor(DAY_3);
    await change(DAY_5, two);
    await anchor(DAY_5);
    const heads = headsIn(readFileSync(fileOf('2026-03-21'), 'utf8').split('\n').slice(1).join('\n'));
    expect(heads.map(({ pk, version }) => [pk, version])).toEqual([[one.pk, 3]]);
    const found = await verified();
    expect(found).toMatchObject({ anchors: 3, lastDay: '2026-03-21' });
    expect(found.broken).toBeUndefined();
    // What was committed after an anchor, with the time of a request from before it, is in the next.
    expect(readFileSync(fileOf('2026-03-19'), 'utf8')).toContain(old.pk);
  });

  it('find a chain that was written anew as a whole, which holds in itself', async () => {
    await forge(one.pk as Pk, DAY_1);
    expect((await verify(registry.documents, names)).broken).toBeUndefined();
    expect(await verified()).toMatchObject({ broken: { where: one.pk, what: 'entry 1 is not what was anchored' } });
    await drop(names.audit, one.pk, versionKey(1));
    await drop(names.registry, one.pk, 'CURRENT');
  });

  it('find a record that is gone with its whole history', async () => {
    await drop(names.audit, one.pk, versionKey(1));
    await drop(names.registry, one.pk, 'CURRENT');
    expect((await verify(registry.documents, names)).broken).toBeUndefined();
    expect(await verified()).toMatchObject({ broken: { where: one.pk, what: 'entry 1 was anchored and is gone' } });
  });

  it('find a history that lost its end, with the record set back to fit', async () => {
    const two = await change(DAY_2, one);
    await anchor(DAY_2);
    await drop(names.audit, two.pk, versionKey(2));
    await drop(names.registry, two.pk, 'CURRENT');
    const head = { sk: 'CURRENT', form: 1, ...one };
    await registry.documents.send(new PutCommand({ TableName: names.registry, Item: head }));
    expect((await verify(registry.documents, names)).broken).toBeUndefined();
    expect(await verified()).toMatchObject({ broken: { where: one.pk, what: 'entry 2 was anchored and is gone' } });
    await drop(names.audit, one.pk, versionKey(1));
    await drop(names.registry, one.pk, 'CURRENT');
  });

  describe('are found to be false where', () => {
    const of = (day: string, what: string) => ({ broken: { where: `${day}.anchor`, what } });
    beforeEach(async () => {
      await change(DAY_2, one);
      await anchor(DAY_2);
      expect((await verified()).broken).toBeUndefined();
    });

    it('a line was changed, or left out', async () => {
      const file = readFileSync(fileOf('2026-03-18'), 'utf8');
      writeFileSync(fileOf('2026-03-18'), file.replace(/,2,"./, ',2,"g'));
      expect(await verified()).toMatchObject(of('2026-03-18', 'it is not what was signed'));
      writeFileSync(fileOf('2026-03-18'), `${file.split('\n')[0]}\n`);
      expect(await verified()).toMatchObject(of('2026-03-18', 'it is not what was signed'));
    });

    it('one is missing before another', async () => {
      rmSync(fileOf('2026-03-17'));
      expect(await verified()).toMatchObject(of('2026-03-18', 'the anchor before it is missing or another'));
    });

    it('it was signed by another key, or by none', async () => {
      const file = readFileSync(fileOf('2026-03-17'), 'utf8');
      const [statement = '', ...rest] = file.split('\n');
      writeFileSync(fileOf('2026-03-17'), [statement.replace(/\.[^.]*$/, '.AAAA'), ...rest].join('\n'));
      expect(await verified()).toMatchObject(of('2026-03-17', 'it is not signed by the registry’s key'));
      writeFileSync(fileOf('2026-03-17'), 'nothing');
      expect(await verified()).toMatchObject(of('2026-03-17', 'it is not signed by the registry’s key'));
    });

    it('one was put under another day', async () => {
      writeFileSync(fileOf('2026-03-16'), readFileSync(fileOf('2026-03-17')));
      writeFileSync(`${fileOf('2026-03-16')}.json`, '{"contentType":"text/plain"}');
      expect(await verified()).toMatchObject(of('2026-03-16', 'it is not what was signed'));
    });
  });

  it('are written once: the storage replaces none, and takes none that leads out of its folder', async () => {
    expect(await store.write('2026-03-17.anchor', 'other')).toBe(false);
    expect(await store.read('2026-03-17.anchor')).not.toBe('other');
    await expect(store.write('../clock', 'x')).rejects.toThrow();
    expect(await store.names()).toEqual(['2026-03-17.anchor']);
  });
});

describe('the heads of chains', () => {
  const entry = fc.record({
    pk: fc.constantFrom('a', 'b"\n', 'c'),
    version: fc.integer({ min: 1, max: 50 }),
    hash: fc.string(),
  });

  it('are the last entries in whatever order they are read, and are read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const heads = [...headsOf(entries).values()];
        for (const head of heads) {
          const own = entries.filter(({ pk }) => pk === head.pk).map(({ version }) => version);
          expect(head.version).toBe(Math.max(...own));
        }
        expect(heads).toHaveLength(new Set(entries.map(({ pk }) => pk)).size);
        expect(new Set(headsIn(contentOf(heads)))).toEqual(new Set(heads));
      }),
      { numRuns: 100 },
    );
  });
});
