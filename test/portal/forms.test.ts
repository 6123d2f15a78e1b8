import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Submission } from '../../functions/filing/domain/submission.ts';
import { contracts } from '../../functions/system/contracts.ts';
import { formOf, type JsonSchema } from '../../portal/build/form-of.ts';
import { dayOf } from '../../portal/forms/day.ts';
import type { FormNode } from '../../portal/forms/node.ts';
import { bodyOf, valueOf } from '../../portal/forms/value.ts';

const formFor = (schema: z.ZodType, name: string): FormNode =>
  formOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, name);

const filing = formFor(Submission, 'filing');

describe('the form of a request', () => {
  const bodies = Object.values(contracts).flatMap((contract) =>
    Object.entries(contract).flatMap(([name, { body }]) => (body ? [[name, body] as const] : [])),
  );

  /** A version of reference data and a scorecard are files, and a draft is kept by the form itself. */
  const FILES = new Set(['submitReferenceVersion', 'draftScorecard', 'keepDraft']);

  it.each(bodies.filter(([name]) => !FILES.has(name)))('of %s can be shown', (name, body) => {
    expect(() => formFor(body, name)).not.toThrow();
  });

  it('of a filing has its ten kinds, each field with a Chinese title', () => {
    if (filing.kind !== 'variants') throw new Error('a filing has variants');
    expect(filing.variants).toHaveLength(10);
    const untitled = filing.variants
      .flatMap(({ group }) => titles(group))
      .filter((title) => !/\p{Script=Han}|SHA/u.test(title));
    expect(untitled).toEqual([]);
  });
});

function titles(node: FormNode): string[] {
  if (node.kind === 'group') return Object.values(node.fields).flatMap((field) => [field.title, ...titles(field)]);
  if (node.kind === 'list') return titles(node.of);
  if (node.kind === 'variants') return node.variants.flatMap(({ group }) => titles(group));
  return [];
}

describe('what is filled in', () => {
  const bodies: unknown[] = JSON.parse(readFileSync('seeds/demo/filings.json', 'utf8')).map(
    // The story puts ids where its file has names.
    ({
      body: {
        kind,
        entity: { relatedTradeOperatorKeys: _keys, ...entity },
      },
    }: {
      body: { kind: string; entity: any };
    }) => ({ kind, entity }),
  );

  it.each(bodies.map((body, index) => [index, body] as const))('is sent as it was shown, demo filing %i', (_, body) => {
    expect(bodyOf(filing, valueOf(body))).toEqual(body);
  });

  it('sends nothing for what was left empty, and no group without a field', () => {
    const value = {
      kind: 'producer',
      entity: { name: ' 甲厂 ', nameEn: '  ', contact: { name: '', phone: '' }, documents: [{}] },
    };
    expect(bodyOf(filing, value)).toEqual({ kind: 'producer', entity: { name: '甲厂' } });
  });

  it('sends a day as the API has days, though its field was not left', () => {
    const form: FormNode = { kind: 'text', title: '日期', format: 'date' };
    expect([bodyOf(form, '20261231'), bodyOf(form, '2026-12-31'), bodyOf(form, ' ')]).toEqual([
      '2026-12-31',
      '2026-12-31',
      undefined,
    ]);
  });

  it('sends a number typed in full width as that number, and what is none as it was typed', () => {
    const form: FormNode = { kind: 'number', title: '面积', integer: false };
    expect([bodyOf(form, '１２.５'), bodyOf(form, '12,5'), bodyOf(form, ' ')]).toEqual([12.5, '12,5', undefined]);
  });
});

it.each([
  ['20261231', '2026-12-31'],
  ['2026/1/2', '2026-01-02'],
  ['2026年12月3日', '2026-12-03'],
  ['２０２６１２３１', '2026-12-31'],
  ['2026-12-31', '2026-12-31'],
  ['明天', '明天'],
])('takes the day %s as %s', (typed, day) => {
  expect(dayOf(typed)).toBe(day);
});
