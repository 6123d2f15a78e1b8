import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { agency, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { itemsOf } from '../../kit/counted.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { api, approved, getEntity, getFiling } from './kit.ts';
import { samples } from './samples.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

useStorage(() => registry.runtime.now());

const views = async (entityId: string, caller: Caller = merchant(entityId)) =>
  (await api(registry.runtime, 'listViews', { caller, params: { id: entityId } })).body.items;

const lookedAt = async (entityId: string) =>
  (await views(entityId)).map(({ what, by }: { what: string; by: { sub: string } }) => [what, by.sub]);

it('notes who of an office has opened what shows personal data, once a day, and tells the party', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, samples.merchant);
  // The reviewer has read the filing to decide it.
  expect(await views(entityId)).toEqual([
    {
      what: 'FILING',
      recordId: entityId.replace('entity-', 'filing-'),
      at: '2026-03-17T01:30:00.000Z',
      by: { sub: reviewer().sub, role: 'reviewer', districtId: DAZU, roleName: '审核人员' },
    },
  ]);
  registry.setClock('2026-03-17T02:00:00.000Z');
  await getEntity(runtime, entityId);
  await getEntity(runtime, entityId);
  await api(runtime, 'listEntityVersions', { caller: clerk(), params: { id: entityId } });
  expect(await lookedAt(entityId)).toEqual([
    ['ENTITY', clerk().sub],
    ['FILING', reviewer().sub],
  ]);
  // A day later in China it is another look.
  registry.setClock('2026-03-17T16:00:00.000Z');
  await getEntity(runtime, entityId);
  expect(await lookedAt(entityId)).toHaveLength(3);
});

it('notes nothing of whoever sees masked data, of lists, and of the party itself', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, samples.consolidator);
  const before = await lookedAt(entityId);
  for (const caller of [agency(), operator(), merchant(entityId), { ...agency(), role: 'manager' as const }]) {
    expect((await getEntity(runtime, entityId, caller)).status).toBe(200);
  }
  await getFiling(runtime, entityId.replace('entity-', 'filing-'), agency());
  await api(runtime, 'listEntities', { caller: clerk() });
  expect(await lookedAt(entityId)).toEqual(before);
});

it('is told to the party and the offices of its district, and to nobody else', async () => {
  const entityId = await approved(registry.runtime, samples.producer);
  const asked = (caller: Caller) => api(registry.runtime, 'listViews', { caller, params: { id: entityId } });
  expect((await asked(clerk())).status).toBe(200);
  expect((await asked(clerk(YUZHONG))).status).toBe(404);
  expect((await asked(merchant(idOf('entity', 404)))).status).toBe(404);
  expect((await asked(agency())).status).toBe(403);
});

it('costs a look of the day two items in one transaction, and every further one nothing but a reading', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, samples.carrier);
  const written: number[] = [];
  const counting = {
    ...runtime,
    table: {
      ...runtime.table,
      commit: async (writes: Parameters<typeof runtime.table.commit>[0]) => {
        written.push(writes.length);
        // Each fits into one write unit, which a transaction takes twice.
        for (const item of itemsOf(writes)) expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(1024);
        await runtime.table.commit(writes);
      },
    },
  };
  await getEntity(counting, entityId);
  await getEntity(counting, entityId);
  expect(written).toEqual([2]);
});

it('answers all who look at the same at once, and notes each once', async () => {
  const { runtime } = registry;
  const entityId = await approved(runtime, samples.warehouse);
  const before = (await lookedAt(entityId)).length;
  const callers = Array.from({ length: 6 }, (_, at) => ({ ...clerk(), sub: `clerk-${at % 3}` }));
  const replies = await Promise.all(callers.map((caller) => getEntity(runtime, entityId, caller)));
  expect(replies.map(({ status }) => status)).toEqual(callers.map(() => 200));
  expect(await lookedAt(entityId)).toHaveLength(before + 3);
});

it('notes who has opened the picture of an identity document, and tells the party whose form cites it', async () => {
  const { runtime } = registry;
  const content = Buffer.from('%PDF-1.7\n身份证');
  const file = { type: 'IDENTITY', contentType: 'application/pdf', fileName: '身份证.pdf', size: content.length };
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { body } = await api(runtime, 'registerDocument', { caller: clerk(), body: { ...file, sha256 } });
  const read = (caller: Caller) => api(runtime, 'getDocument', { caller, params: { id: body.documentId } });
  // There is nothing to look at yet.
  await read(reviewer());
  const { url, headers } = body.upload;
  await fetch(url, { method: 'PUT', headers, body: new Uint8Array(content) });
  const documents = [{ type: 'IDENTITY', documentId: body.documentId }];
  const { kind, entity } = samples.freightForwarder;
  const entityId = await approved(runtime, { kind, entity: { ...entity, documents } });
  const opened = async () => (await lookedAt(entityId)).filter(([what]: string[]) => what === 'DOCUMENT');
  expect(await opened()).toEqual([]);
  // Whoever has brought it knows what it shows.
  expect((await read(clerk())).body.download.url).toEqual(expect.any(String));
  await read(reviewer());
  expect(await opened()).toEqual([['DOCUMENT', reviewer().sub]]);
});
