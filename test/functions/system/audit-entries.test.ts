import { expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { build } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { entriesOf } from '../../kit/audit.ts';
import { call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { api, approved, ask } from '../filing/kit.ts';
import { merchantSample } from '../filing/samples.ts';

const registry = useRegistry();
const head: Caller = { sub: 'head-500111', role: 'centreHead', districtId: DAZU };

const read = (caller: Caller, query: Record<string, string>, headers = {}) =>
  call(build(registry.runtime), systemApi, 'listAuditEntries', { caller, query, headers });

/** A filing that was approved; it has an entry for each step of its way. */
const filingOf = async (n: number): Promise<string> =>
  (await approved(registry.runtime, merchantSample(n))).replace('entity-', 'filing-');

it('the trail of a record says who did what, when, as whom and why, the latest first, in pages', async () => {
  const recordId = await filingOf(1);
  const { body } = await read(head, { recordId });
  const kept = await entriesOf(registry.runtime.table, `DST#${DAZU}#FILING#${recordId}`);
  expect(body.items.map((one: any) => [one.version, one.action, one.hash])).toEqual(
    kept.map(({ version, action, hash }) => [version, action, hash]).toReversed(),
  );
  expect(body.items).toContainEqual(
    expect.objectContaining({ action: 'SUBMIT', actor: { sub: clerk().sub, role: 'clerk', districtId: DAZU } }),
  );
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(head, { recordId, limit: '2', ...(cursor === undefined ? {} : { cursor }) });
    pages.push(...page.body.items);
    cursor = page.body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(pages).toEqual(body.items);
  expect((await read(head, { recordId, cursor: 'nonsense' })).status).toBe(400);
});

it('it may be of one person, or of some days', async () => {
  const recordId = await filingOf(2);
  const by = async (query: Record<string, string>) =>
    (await read(head, { recordId, ...query })).body.items.map((one: any) => one.action);
  expect(await by({ by: reviewer().sub })).toEqual(['APPROVE']);
  expect(await by({ by: clerk().sub })).toEqual(['SUBMIT']);
  expect(await by({ from: '2026-03-18' })).toEqual([]);
  expect((await by({ from: '2026-03-17', until: '2026-03-17' })).length).toBeGreaterThan(2);
  const reversed = await read(head, { recordId, from: '2026-03-17', until: '2026-03-16' });
  expect([reversed.status, reversed.body.errors[0].pointer]).toEqual([400, '/until']);
});

it('it says nothing of a person but by the account: neither name, number nor phone', async () => {
  const { entity } = merchantSample(3);
  const recordId = await filingOf(3);
  const told = JSON.stringify((await read(head, { recordId })).body);
  const personal = [entity.legalRepresentative.idNumber, entity.contact.phone, entity.legalRepresentative.name];
  for (const one of personal) expect(told).not.toContain(one);
});

it('it is read by the city, the centre’s head and its inspectors, of their own district, and by nobody else', async () => {
  const recordId = await filingOf(4);
  const inspector: Caller = { sub: 'inspector-1', role: 'inspector', districtId: DAZU };
  for (const caller of [head, operator(), inspector]) expect((await read(caller, { recordId })).status).toBe(200);
  for (const caller of [clerk(), reviewer(), merchant(recordId.replace('filing-', 'entity-'))])
    expect((await read(caller, { recordId })).status).toBe(403);
  expect((await read({ ...head, sub: 'head-500103', districtId: YUZHONG }, { recordId })).status).toBe(404);
  for (const none of ['nonsense', `filing-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`])
    expect((await read(head, { recordId: none })).status).toBe(404);
});

it('that it was read is itself in the trail, each page of it', async () => {
  const recordId = await filingOf(5);
  const reader = { ...head, sub: 'head-reading' };
  const first = await read(reader, { recordId, limit: '1' });
  await read(reader, { recordId, limit: '1', cursor: first.body.nextCursor });
  const kept = await entriesOf(registry.runtime.table, `DST#${DAZU}#AUDIT_READING#${reader.sub}`);
  const noted = { action: 'READ_AUDIT', actor: { sub: reader.sub }, reasons: [recordId] };
  expect(kept).toMatchObject([noted, noted]);
});

it('it comes as a sheet, as every list does', async () => {
  const entityId = await approved(registry.runtime, merchantSample(6));
  const asked = await ask(registry.runtime, 'requestCancellation', entityId, { reason: '停业' });
  expect(asked.status).toBe(202);
  const { body } = await read(head, { recordId: asked.body.id }, { Accept: 'text/csv' });
  const [titles = [], row = []] = await sheetRows(Buffer.from(body), 10);
  expect(row[titles.indexOf('办理事项')]).toBe('SUBMIT');
  expect(row[titles.indexOf('理由')]).toBe('停业');
  expect((await api(registry.runtime, 'getEntity', { caller: clerk(), params: { id: entityId } })).status).toBe(200);
});
