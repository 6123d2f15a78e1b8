import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sheetCodes } from '../../../functions/interchange/domain/sheet/codes.ts';
import { HEADINGS } from '../../../functions/interchange/domain/sheet/columns.ts';
import { readRow } from '../../../functions/interchange/domain/sheet/row.ts';
import { parseXml } from '../../../functions/interchange/services/xml.ts';
import { restApi } from '../../../functions/shared/http/api.ts';
import { contract } from '../../../functions/shared/http/contract.ts';
import { text } from '../../../functions/shared/kernel/fields.ts';
import { noncharacterIn } from '../../../functions/shared/kernel/text.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

/** Code points that will never be a character are kept nowhere, whatever they come by. */

const registry = useRegistry();

const echo = contract({
  say: {
    method: 'POST',
    path: '/v1/echo/{id}',
    summary: 'takes a text',
    roles: ['clerk'],
    query: z.strictObject({ q: z.string().optional() }),
    body: z.looseObject({}),
    success: { status: 200, schema: z.object({}) },
    problems: [],
  },
});

const say = (q: string, body: unknown, id = 'x') =>
  call(
    restApi(echo, () => ({ say: async () => ({ body: {} }) }), registry.runtime),
    echo,
    'say',
    {
      caller: clerk(),
      params: { id },
      query: { q },
      body,
    },
  );

const EVERY = [
  ...Array.from({ length: 32 }, (_one, index) => 0xfdd0 + index),
  ...Array.from({ length: 17 }, (_one, plane) => [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff]).flat(),
].map((code) => String.fromCodePoint(code));

describe('a code point that is no character', () => {
  it('is one of 66', () => {
    expect(EVERY).toHaveLength(66);
    expect(EVERY.every((one) => noncharacterIn(`钉${one}子`) === one)).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(noncharacterIn(any) !== undefined).toBe(EVERY.some((one) => any.includes(one)));
      }),
    );
  });

  it.each(['\uFFFE', '\uFFFF', '\uFDD0', '\uFDEF', '\u{1FFFE}', '\u{10FFFF}'])(
    'is refused at every entry',
    async (one) => {
      const value = `钉${one}子`;
      const [inValue, inName] = [await say('', { a: [value] }), await say('', { [value]: 1 })];
      expect([inValue.status, inValue.body.errors]).toMatchObject([400, [{ code: 'NONCHARACTER', pointer: '/a/0' }]]);
      expect([inName.status, inName.body.errors]).toMatchObject([400, [{ code: 'NONCHARACTER' }]]);
      const inQuery = await say(value, {});
      expect([inQuery.status, inQuery.body.errors]).toMatchObject([400, [{ code: 'NONCHARACTER', pointer: '/q' }]]);
      expect((await say('', {}, value)).status).toBe(404);
      expect(() => parseXml(Buffer.from(`<a><b>${value}</b></a>`))).toThrow();
      expect(() => parseXml(Buffer.from(`<a><b>钉&#x${one.codePointAt(0)?.toString(16)};子</b></a>`))).toThrow();
      expect(text('品名').safeParse(value).success).toBe(false);
      const { faults } = readRow(
        { no: 2, cells: [value] },
        HEADINGS.columns(['商品名称']),
        sheetCodes(shippedOn('2026-03-17')),
      );
      expect(faults.map(({ code }) => code)).toContain('BROKEN_CHARACTER');
    },
  );

  it('is not what stands beside them', async () => {
    expect((await say('钉\uFFFD\uFDCF\uFDF0\u{1FFFD}', { a: '\uFDCF\uFDF0\u{1FFFD}' })).status).toBe(200);
  });
});
