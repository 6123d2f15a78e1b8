import { paginateScan } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { restApi } from '../../../functions/shared/http/api.ts';
import { MAX_MEMBERS } from '../../../functions/shared/http/body.ts';
import { contract } from '../../../functions/shared/http/contract.ts';
import { badParameter, ruleViolation } from '../../../functions/shared/http/problem.ts';
import { danger } from '../../../functions/shared/kernel/finding.ts';
import { MAX_LEVELS, unfitIn } from '../../../functions/shared/kernel/plain-json.ts';
import { create } from '../../../functions/shared/table/write.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();

const sizes = contract({
  make: {
    method: 'POST',
    path: '/v1/sizes',
    summary: 'answers so many characters',
    roles: ['clerk'],
    body: z.looseObject({ characters: z.int().optional(), text: z.string().optional() }),
    success: { status: 201, schema: z.object({ text: z.string() }) },
    problems: [],
    idempotent: true,
  },
  read: {
    method: 'GET',
    path: '/v1/sizes/{id}',
    summary: 'says where people reach it',
    roles: ['clerk'],
    success: { status: 200, schema: z.object({ baseUrl: z.string(), id: z.string() }) },
    problems: [],
  },
});

const handler = () =>
  restApi(
    sizes,
    () => ({
      make: async ({ body, caller }) => {
        // Random text: packing hardly shortens it.
        const text = Array.from({ length: Math.ceil((body.characters ?? 0) / 12) }, () =>
          Math.random().toString(36).slice(2, 14).padEnd(12, '"'),
        ).join('');
        const pk = `DST#${caller.districtId}#SIZE#${registry.runtime.newUlid()}` as const;
        return { body: { text }, writes: [create({ pk, sk: 'CURRENT', text: body.text }, () => new Error('twice'))] };
      },
      read: async ({ baseUrl, params }) => ({ body: { baseUrl, id: params['id'] ?? '' } }),
    }),
    { ...registry.runtime, publicUrl: () => 'https://registry.example.cn' },
  );

const post = (body: unknown, headers: Record<string, string> = {}) =>
  call(handler(), sizes, 'make', { caller: clerk(), body, headers });

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a JSON body', () => {
  it.each([
    ['half a character in a value', '{"text":"\\ud842"}', '/text'],
    ['the other half', '{"text":"a\\udfb7b"}', '/text'],
    ['halves in the wrong order', '{"text":"\\udfb7\\ud842"}', '/text'],
    ['half a character deep within', '{"more":[{"a":["\\ud842"]}]}', '/more/0/a/0'],
    ['half a character in a name', '{"a\\ud842":1}', '/a\uFFFD'],
  ])('with %s is refused where it stands', async (_name, body, pointer) => {
    const reply = await post(body);
    expect([reply.status, reply.body.code]).toEqual([400, 'MALFORMED_JSON']);
    expect(reply.body.errors).toMatchObject([{ code: 'HALF_CHARACTER', pointer }]);
  });

  it('with a heap of combining marks is refused where it stands', async () => {
    const reply = await post(JSON.stringify({ more: [`a${'\u0301\u0323'.repeat(16)}`] }));
    expect([reply.status, reply.body.code]).toEqual([400, 'MALFORMED_JSON']);
    expect(reply.body.errors).toMatchObject([
      { code: 'HEAPED_MARKS', pointer: '/more/0', message: expect.stringContaining('没有文字这样书写') },
    ]);
  });

  it('of whole characters is kept, however they are written', async () => {
    for (const body of ['{"text":"\\ud842\\udfb7"}', '{"text":"𠮷"}', '\uFEFF{"text":"a"}']) {
      expect((await post(body)).status).toBe(201);
    }
  });

  it.each([MAX_LEVELS + 1, 1000, 5000, 100_000, 1_000_000])('of %i levels is refused', async (levels) => {
    for (const body of [
      nested(levels),
      `{"text":${nested(levels)}}`,
      `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    ]) {
      const reply = await post(body);
      if (levels > MAX_MEMBERS) {
        expect([reply.status, reply.body.code]).toEqual([413, 'TOO_LARGE']);
        continue;
      }
      expect([reply.status, reply.body.code]).toEqual([400, 'MALFORMED_JSON']);
      expect(reply.body.errors[0].code).toBe('TOO_DEEP');
    }
  });

  it('is unfit exactly where its text is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
        const isFit = !NONCHARACTERS.test(JSON.stringify(value));
        expect(unfitIn(value) === undefined).toBe(isFit);
        const why = isFit ? { why: 'HALF_CHARACTER', pointer: '/a/1' } : { why: 'NONCHARACTER' };
        expect(unfitIn({ a: [value, '\ud842'] })).toMatchObject(why);
      }),
      { examples: [['\uffff'], [{ '\u{10fffe}': '' }], ['\ufdd0']] },
    );
  });
});

/** Code points that are no character (Unicode 23.7). */
const NONCHARACTERS = /\p{Noncharacter_Code_Point}/u;

describe('findings', () => {
  it.each([
    [10_000, 10],
    [400, 4000],
    [3, 200_000],
    [2, 400_000],
  ])('%i of %i characters fit an answer, with how many there are', (count, length) => {
    const findings = Array.from({ length: count }, (_, n) => danger('X', `/${n}`, '字'.repeat(length)));
    for (const problem of [ruleViolation(findings), badParameter(findings)]) {
      expect(Buffer.byteLength(JSON.stringify(problem.findings))).toBeLessThan(300 * 1024);
      expect(Buffer.byteLength(problem.message)).toBeLessThan(300 * 1024);
    }
    expect(ruleViolation(findings).message).toContain(`共 ${count} 处`);
  });

  it('of a body with ten thousand unknown fields are no answer of megabytes', async () => {
    const strict = { ...sizes, make: { ...sizes.make, body: z.strictObject({}) } };
    const body = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`field${n}`, n]));
    const api = restApi(
      strict,
      () => ({ make: async () => ({ body: { text: '' } }), read: async () => ({ body: { baseUrl: '', id: '' } }) }),
      registry.runtime,
    );
    const reply = await call(api, strict, 'make', { caller: clerk(), body });
    expect(reply.status).toBe(422);
    expect(reply.body.errors[0].message).toContain('等 10000 个');
    expect(JSON.stringify(reply.body).length).toBeLessThan(10_000);
  });
});

/** How many items the requests have kept. */
async function kept(): Promise<number> {
  let count = 0;
  const all = { TableName: 'registry', Select: 'COUNT' } as const;
  for await (const page of paginateScan({ client: registry.documents }, all)) count += page.Count ?? 0;
  return count;
}

describe('an answer', () => {
  it.each([100, 40_000, 500_000, 1_500_000])('of %i characters is given again as it was', async (characters) => {
    const headers = { 'Idempotency-Key': `long-${characters}` };
    const first = await post({ characters }, headers);
    expect(first.status).toBe(201);
    const before = await kept();
    const again = await post({ characters }, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers['Idempotent-Replayed']).toBe('true');
    expect(await kept()).toBe(before);
  });

  it.each([6_200_000, 9_000_000])('of %i characters is refused, and nothing is done', async (characters) => {
    const headers = { 'Idempotency-Key': `huge-${characters}` };
    const reply = await post({ characters, text: 'marker' }, headers);
    expect([reply.status, reply.body.code]).toEqual([413, 'TOO_LARGE']);
    expect((await post({ characters: 5 }, headers)).status).toBe(201);
  });
});

describe('a path’s parameter', () => {
  const read = (id: string, headers: Record<string, string> = {}) =>
    call(handler(), sizes, 'read', { caller: clerk(), params: { id }, headers });

  it.each(['x'.repeat(901), '字'.repeat(400), '\ud842', ''])('that nothing is named by is no record', async (id) => {
    expect((await read(id)).status).toBe(404);
  });

  it('is handed over as it is', async () => {
    expect((await read('甲/乙 𠮷')).body.id).toBe('甲/乙 𠮷');
  });

  it('leads nowhere by a header: the address is configured', async () => {
    const long = 'evil.example/'.repeat(230);
    const reply = await read('a', { Host: long, 'X-Forwarded-Proto': long, 'X-Forwarded-Host': long, Forwarded: long });
    expect(reply.body.baseUrl).toBe('https://registry.example.cn');
  });
});
