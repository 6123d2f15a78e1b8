import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { restApi } from '../../../functions/shared/http/api.ts';
import { contract } from '../../../functions/shared/http/contract.ts';
import { Problem } from '../../../functions/shared/http/problem.ts';
import * as field from '../../../functions/shared/kernel/fields.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { create } from '../../../functions/shared/table/write.ts';
import { openApi } from '../../../functions/system/openapi.ts';
import { call, clerk, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();

const notes = contract({
  write: {
    method: 'POST',
    path: '/v1/notes',
    summary: 'writes a note',
    roles: ['clerk'],
    body: z.strictObject({ text: field.text('内容', 10) }),
    success: { status: 201, schema: z.object({ id: z.string() }) },
    problems: ['DUPLICATE'],
    idempotent: true,
  },
  change: {
    method: 'PUT',
    path: '/v1/notes/{id}',
    summary: 'changes a note',
    roles: ['clerk'],
    ifMatch: true,
    body: z.strictObject({ text: field.text('内容', 10) }),
    success: { status: 200, schema: z.object({ id: z.string(), version: z.number() }) },
    problems: [],
  },
  fail: {
    method: 'GET',
    path: '/v1/failures',
    summary: 'fails',
    roles: ['clerk'],
    query: z.strictObject({ how: z.enum(['unknown', 'table', 'late', 'problem']) }),
    success: { status: 200, schema: z.object({}) },
    problems: ['WRONG_STATE'],
  },
  old: {
    method: 'GET',
    path: '/v1/old',
    summary: 'is to go',
    roles: ['clerk'],
    success: { status: 200, schema: z.object({}) },
    problems: [],
    sunset: '2027-06-30',
  },
  open: {
    method: 'GET',
    path: '/v1/open',
    summary: 'needs no token',
    roles: [],
    success: { status: 200, schema: z.object({}) },
    problems: [],
  },
  end: {
    method: 'POST',
    path: '/v1/notes/{id}/end',
    summary: 'ends a note, with a reason or without any body',
    roles: ['clerk'],
    body: z.strictObject({ reason: field.text('理由', 10).optional() }),
    bodyMayBeAbsent: true,
    success: { status: 200, schema: z.object({ reason: z.string().optional() }) },
    problems: [],
  },
});

let handled = 0;
const handler = (runtime: Runtime = registry.runtime) =>
  restApi(
    notes,
    () => ({
      write: async ({ caller, body }) => {
        handled += 1;
        const id = registry.runtime.newUlid();
        return {
          body: { id },
          headers: { Location: `/v1/notes/${id}` },
          writes: [create({ pk: `DST#${caller.districtId}#NOTE#${id}`, sk: body.text }, () => new Error('twice'))],
        };
      },
      change: async ({ params, expectedVersion }) => ({ body: { id: params['id'] ?? '', version: expectedVersion } }),
      old: async () => ({ body: {} }),
      open: async () => ({ body: {} }),
      end: async ({ body: { reason } }) => ({ body: reason === undefined ? {} : { reason } }),
      fail: async ({ query }) => {
        if (query.how === 'table') throw new TableUnavailable('down');
        if (query.how === 'late') throw Object.assign(new Error('late'), { name: 'TimeoutError' });
        if (query.how === 'problem') throw new Problem('WRONG_STATE', '不能');
        throw new Error('secret detail 13800000000');
      },
    }),
    runtime,
  );

const post = (options: Parameters<typeof call>[3]) =>
  call(handler(), notes, 'write', { caller: clerk(), body: { text: '你好' }, ...options });

it('says of a deprecated route, with every answer and in the document, until when it is there', async () => {
  const { headers } = await call(handler(), notes, 'old', { caller: clerk() });
  expect(headers['Sunset']).toBe('Wed, 30 Jun 2027 00:00:00 GMT');
  const { paths } = openApi({ notes }, '1') as unknown as { paths: Record<string, { get: object }> };
  expect(paths['/v1/old']?.get).toMatchObject({ deprecated: true, 'x-sunset': '2027-06-30' });
});

describe('a query parameter that nobody reads', () => {
  it('is refused by its name, all of them at once, with those that there are', async () => {
    const query = { how: 'problem', howe: 'x', 商户: '1' };
    const { status, body } = await call(handler(), notes, 'fail', { caller: clerk(), query });
    expect([status, body.code]).toEqual([400, 'BAD_PARAMETER']);
    expect(body.errors).toMatchObject([
      { code: 'UNKNOWN_PARAMETER', pointer: '/howe', remedy: '请删除或改正拼写；此项的查询参数有：how' },
      { code: 'UNKNOWN_PARAMETER', pointer: '/商户' },
    ]);
  });

  it('is refused where there are no parameters at all, and before anything is done', async () => {
    const before = handled;
    const reply = await post({ query: { dry: 'true' } });
    expect([reply.status, reply.body.errors[0]?.remedy, handled]).toEqual([400, '此项没有查询参数，请删除', before]);
  });

  it('is passed over by what people open by a link, to which messengers add their own', async () => {
    const query = { from: 'singlemessage', isappinstalled: '0' };
    expect((await call(handler(), notes, 'open', { query })).status).toBe(200);
  });
});

describe('a body that may be absent', () => {
  const end = (options: Parameters<typeof call>[3]) =>
    call(handler(), notes, 'end', { caller: clerk(), params: { id: '1' }, ...options });

  it('is read where there is one, and needed by none', async () => {
    expect((await end({ body: { reason: '重复' } })).body).toEqual({ reason: '重复' });
    expect((await end({})).body).toEqual({});
    expect((await end({ body: { why: '重复' } })).status).toBe(422);
    expect((await end({ body: '{', headers: { 'Content-Type': 'application/json' } })).status).toBe(400);
  });

  it('is said to be so in the document', () => {
    const { paths } = openApi({ notes }, '1') as unknown as { paths: Record<string, any> };
    expect(paths['/v1/notes/{id}/end'].post.requestBody.required).toBe(false);
    expect(paths['/v1/notes'].post.requestBody.required).toBe(true);
  });
});

it('names the roles of people by their Chinese names', async () => {
  const { body } = await call(handler(), notes, 'old', { caller: reviewer() });
  expect(body).toMatchObject({ code: 'FORBIDDEN', detail: '您以“审核人员”的身份不能办理此项；请由窗口人员办理' });
});

describe('a creating request', () => {
  it.each([
    ['https://registry.example.cn', ''],
    ['https://registry.example.cn/centre', '/centre'],
    ['https://abc.execute-api.eu-central-1.amazonaws.com/live', '/live'],
  ])('is told where its record stands under the public address, again too: %s', async (publicUrl, base) => {
    const moved = (address: string) => handler({ ...registry.runtime, publicUrl: () => address });
    const options = { caller: clerk(), body: { text: '位置' }, headers: { 'Idempotency-Key': `at-${base}` } };
    const first = await call(moved(publicUrl), notes, 'write', options);
    expect(first.headers['Location']).toBe(`${base}/v1/notes/${first.body.id}`);
    const again = await call(moved('https://other.example.cn/new'), notes, 'write', options);
    expect([again.headers['Idempotent-Replayed'], again.headers['Location']]).toEqual([
      'true',
      `/new/v1/notes/${first.body.id}`,
    ]);
  });

  it('is answered once: the same key and body replays the first answer', async () => {
    const headers = { 'Idempotency-Key': 'replay-1' };
    const first = await post({ headers });
    const again = await post({ headers });
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({ 'Idempotent-Replayed': 'true', Location: first.headers['Location'] });
    expect(first.headers['Idempotent-Replayed']).toBeUndefined();
  });

  it('is done once however many copies arrive at once', async () => {
    const before = handled;
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => post({ headers: { 'Idempotency-Key': 'race-1' } })),
    );
    const ids = new Set(replies.filter((reply) => reply.status === 201).map((reply) => reply.body.id));
    expect(ids.size).toBe(1);
    expect(replies.every((reply) => reply.status === 201 || reply.status === 409)).toBe(true);
    expect(handled).toBeGreaterThan(before);
    const [id] = ids;
    expect((await registry.runtime.table.get({ pk: `DST#500111#NOTE#${id}`, sk: '你好' }))?.pk).toContain(id);
  });

  it('with another body under the same key is refused', async () => {
    const headers = { 'Idempotency-Key': 'reused-1' };
    await post({ headers });
    const other = await post({ headers, body: { text: '别的' } });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('needs a key; keys of different people do not meet', async () => {
    const without = await post({ headers: { 'Idempotency-Key': undefined } });
    expect([without.status, without.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
    const headers = { 'Idempotency-Key': 'shared-1' };
    const mine = await post({ headers });
    const theirs = await post({ headers, caller: clerk(YUZHONG) });
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it.each(['', 'has space', 'ключ', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const reply = await post({ headers: { 'Idempotency-Key': key } });
    expect([reply.status, reply.body.code]).toEqual([400, 'BAD_PARAMETER']);
  });
});

describe('a request that is refused', () => {
  it.each([
    ['malformed JSON', { body: '{"text":' }, 400, 'MALFORMED_JSON'],
    [
      'UTF-16',
      { headers: { 'Content-Type': 'application/json' }, body: Buffer.from('\uFEFF{"text":"好"}', 'utf16le') },
      400,
      'MALFORMED_JSON',
    ],
    [
      'UTF-16 without its mark',
      { headers: { 'Content-Type': 'application/json' }, body: Buffer.from('{"text":"a"}', 'utf16le') },
      400,
      'MALFORMED_JSON',
    ],
    ['no body', { headers: { 'Content-Type': 'application/json' }, body: '' }, 400, 'MALFORMED_JSON'],
    ['another media type', { headers: { 'Content-Type': 'text/plain' }, body: 'x' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a broken rule', { body: { text: '一二三四五六七八九十十一' } }, 422, 'RULE_VIOLATION'],
    ['an unknown field', { body: { text: '好', extra: 1 } }, 422, 'RULE_VIOLATION'],
    ['the wrong role', { caller: reviewer() }, 403, 'FORBIDDEN'],
    ['no token', { caller: undefined }, 401, 'UNAUTHENTICATED'],
  ])('%s', async (_name, options, status, code) => {
    const reply = await post(options as never);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.headers['Content-Type']).toContain('application/problem+json');
    expect(reply.body).toMatchObject({
      status,
      instance: '/v1/notes',
      correlationId: reply.headers['X-Correlation-Id'],
    });
    expect(reply.body.title).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is not refused for the byte order mark that Windows writes before it', async () => {
    const body = Buffer.from('\uFEFF{"text":"好"}');
    expect((await post({ headers: { 'Content-Type': 'application/json' }, body })).status).toBe(201);
    expect((await post({ headers: { 'Content-Type': 'application/json' }, body: body.toString() })).status).toBe(201);
  });

  it('leaves no idempotency record: the corrected request may use the same key', async () => {
    const headers = { 'Idempotency-Key': 'corrected-1' };
    expect((await post({ headers, body: { text: '' } })).status).toBe(422);
    expect((await post({ headers, body: { text: '好' } })).status).toBe(201);
  });

  it('tells nothing of an inner fault but its correlation id', async () => {
    const reply = await call(handler(), notes, 'fail', {
      caller: clerk(),
      query: { how: 'unknown' },
      headers: { 'X-Correlation-Id': 'trace-7' },
    });
    expect([reply.status, reply.body.code, reply.body.correlationId]).toEqual([500, 'INTERNAL', 'trace-7']);
    expect(JSON.stringify(reply.body)).not.toContain('13800000000');
  });

  it('names a busy table and a request that ran out of time 503 with Retry-After, and a bad query 400', async () => {
    for (const how of ['table', 'late']) {
      const busy = await call(handler(), notes, 'fail', { caller: clerk(), query: { how } });
      expect([busy.status, busy.body.code, busy.headers['Retry-After']]).toEqual([503, 'UNAVAILABLE', '1']);
    }
    const bad = await call(handler(), notes, 'fail', { caller: clerk(), query: { how: 'x' } });
    expect([bad.status, bad.body.code, bad.body.errors[0].pointer]).toEqual([400, 'BAD_PARAMETER', '/how']);
  });

  it('asks for If-Match and takes only its own ETags', async () => {
    const change = (headers: Record<string, string>) =>
      call(handler(), notes, 'change', { caller: clerk(), params: { id: 'n1' }, body: { text: '好' }, headers });
    expect((await change({})).status).toBe(428);
    expect((await change({ 'If-Match': 'W/"x"' })).status).toBe(412);
    expect((await change({ 'if-match': '"3"' })).body).toEqual({ id: 'n1', version: 3 });
  });
});
