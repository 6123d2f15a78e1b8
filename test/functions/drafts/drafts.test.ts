import { describe, expect, it } from 'vitest';
import { build } from '../../../functions/drafts/api.ts';
import { draftsApi } from '../../../functions/drafts/contract/index.ts';
import { CONTENT_BYTES, MAX_DRAFTS } from '../../../functions/drafts/domain/draft.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { type CallOptions, call, clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();

const asked = (operation: keyof typeof draftsApi, caller: Caller, options: CallOptions = {}) =>
  call(build(registry.runtime), draftsApi, operation, { caller, ...options });

const person = (sub: string): Caller => ({ ...clerk(), sub });

const body = (content: string) => ({ title: '登记交易', page: '/trade/new', content });

const keep = (caller: Caller, key: string, content: string, version?: string) =>
  asked('keepDraft', caller, {
    params: { key },
    body: body(content),
    ...(version !== undefined && { headers: { 'If-Match': version } }),
  });

const read = (caller: Caller, key: string) => asked('getDraft', caller, { params: { key } });

const listed = async (caller: Caller): Promise<string[]> =>
  (await asked('listDrafts', caller)).body.items.map(({ key }: { key: string }) => key);

describe('a draft', () => {
  it('is found again as it was left, by whoever left it', async () => {
    const own = person('one');
    const content = JSON.stringify({ head: { merchantId: 'entity' }, rows: [{ '=': '“甲”' }, { name: null }] });
    expect((await keep(own, 'trade', content)).headers['ETag']).toBe('"1"');
    const { status, body: told, headers } = await read(own, 'trade');
    expect(status).toBe(200);
    expect(told).toEqual({ key: 'trade', ...body(content), savedAt: '2026-03-17T01:30:00.000Z' });
    expect(headers['ETag']).toBe('"1"');
    expect(await listed(own)).toEqual(['trade']);
  });

  it('is nobody else’s: no colleague, no other district, and not the same person where they act as another', async () => {
    const own = person('two');
    await keep(own, 'trade', '{"secret":1}');
    const shop = merchant(identifier('entity', DAZU, '01JDXKQ8Z3W5T7V9Y100000001'));
    const others: Caller[] = [
      person('three'),
      { ...own, districtId: YUZHONG },
      { ...own, role: 'reviewer' },
      { ...shop, sub: own.sub },
    ];
    for (const other of others) {
      expect((await read(other, 'trade')).status).toBe(404);
      expect(await listed(other)).toEqual([]);
      await asked('deleteDraft', other, { params: { key: 'trade' } });
    }
    expect((await read(own, 'trade')).body.content).toBe('{"secret":1}');
  });

  it('of two windows is kept by one: the other is told, and loses nothing of the first', async () => {
    const own = person('four');
    const first = await keep(own, 'trade', '"first"');
    const second = await keep(own, 'trade', '"second"', first.headers['ETag']);
    expect(second.headers['ETag']).toBe('"2"');
    const late = await keep(own, 'trade', '"late"', first.headers['ETag']);
    expect([late.status, late.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await read(own, 'trade')).body.content).toBe('"second"');
    expect((await keep(own, 'trade', '"mine"')).status).toBe(200);
    expect((await read(own, 'trade')).body.content).toBe('"mine"');
  });

  it('of writers at once is one of what they wrote, whole', async () => {
    const own = person('five');
    const texts = Array.from({ length: 6 }, (_, at) => JSON.stringify(`${at}`.repeat(5000)));
    const answers = await Promise.all(texts.map((text) => keep(own, 'trade', text)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(texts).toContain((await read(own, 'trade')).body.content);
  });

  it('that was sent does not come back by a save that was late', async () => {
    const own = person('six');
    const saved = await keep(own, 'trade', '"typed"');
    const deletion = await asked('deleteDraft', own, { params: { key: 'trade' } });
    expect(deletion.body).toEqual({ key: 'trade' });
    expect((await keep(own, 'trade', '"late"', saved.headers['ETag'])).status).toBe(412);
    expect((await read(own, 'trade')).status).toBe(404);
    expect((await asked('deleteDraft', own, { params: { key: 'trade' } })).status).toBe(200);
  });

  it('ends thirty days after it was saved last, whether or not the table has cleared it away', async () => {
    const own = person('seven');
    registry.setClock('2026-03-17T01:30:00.000Z');
    await keep(own, 'old', '"a"');
    await keep(own, 'renewed', '"b"');
    registry.setClock('2026-04-15T01:30:00.000Z');
    await keep(own, 'renewed', '"b"', '"1"');
    registry.setClock('2026-04-16T01:30:01.000Z');
    expect(await listed(own)).toEqual(['renewed']);
    expect((await read(own, 'old')).status).toBe(404);
    await registry.expire(new Date('2026-04-16T01:30:01.000Z'));
    expect((await keep(own, 'old', '"anew"')).headers['ETag']).toBe('"1"');
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('may be large, and no larger than the table takes', async () => {
    const own = person('eight');
    const fits = '字'.repeat(CONTENT_BYTES / 3);
    expect((await keep(own, 'trade', fits)).status).toBe(200);
    expect((await read(own, 'trade')).body.content).toBe(fits);
    const refused = await keep(own, 'trade', `${fits}字`);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/content']);
  });

  it('is one of a bounded number', async () => {
    const own = person('nine');
    for (let at = 0; at < MAX_DRAFTS; at += 1) expect((await keep(own, `trade-${at}`, '"x"')).status).toBe(200);
    const refused = await keep(own, 'one-more', '"x"');
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
    expect((await keep(own, 'trade-7', '"y"')).status).toBe(200);
    expect(await listed(own)).toHaveLength(MAX_DRAFTS);
  });

  it.each(['', 'a b', 'D#x', '../x', 'x'.repeat(151)])('is called by no such key as “%s”', async (key) => {
    expect((await keep(person('ten'), key, '"x"')).status).toBe(404);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example/', 'javascript:alert(1)'])(
    'leads to no page of others, such as %s',
    async (page) => {
      const options = { params: { key: 'trade' }, body: { ...body('"x"'), page } };
      expect((await asked('keepDraft', person('eleven'), options)).status).toBe(422);
    },
  );
});
