import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoodsForm } from '../../../functions/filing/domain/goods.ts';
import { Submission } from '../../../functions/filing/domain/submission.ts';
import type { Finding } from '../../../functions/shared/kernel/finding.ts';
import { findingsOf } from '../../../functions/shared/kernel/issues.ts';
import { hasControlCharacter } from '../../../functions/shared/kernel/text.ts';
import { merchantSample, phoneOf, samples, usccOf } from './samples.ts';

/** Every field of every form, given everything that a clerk mistypes or a stranger tries. */

const ID = 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9';

const organisation = {
  nameEn: 'DAZU HARDWARE',
  contact: { name: '李敏', phone: phoneOf(1), email: 'shop@example.cn' },
  legalRepresentative: merchantSample().entity.legalRepresentative,
  businessLicence: { validFrom: '2024-05-06', validUntil: '2044-05-05' },
  documents: [{ type: 'BUSINESS_LICENCE', documentId: 'document-500111-1' }],
};

const optional: Record<string, object> = {
  merchant: {
    ...organisation,
    stall: { building: 'A区', floor: '1层', street: '五金街', number: '018号' },
    taxAuthorityCode: '15001110000',
    safeCode: '500000',
    relatedTradeOperatorIds: [ID],
  },
  tradeOperator: organisation,
  buyer: { email: 'buyer@example.com', certificateValidUntil: '2030-01-31', documents: organisation.documents },
  consolidator: { ...organisation, warehouseIds: [ID] },
  customsBroker: organisation,
  freightForwarder: { ...organisation, customsCode: '500798001B', staffCount: 12 },
  warehouse: organisation,
  carrier: organisation,
  producer: { ...organisation, unifiedSocialCreditCode: usccOf(9) },
  payee: {
    merchantId: ID,
    buyerId: ID,
    documents: organisation.documents,
    contact: { name: '郑小兰', phone: phoneOf(901), email: 'payee@example.cn' },
  },
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Form {
  readonly name: string;
  readonly body: Json;
  readonly parse: (body: unknown) => { value: unknown; findings: Finding[] };
}

const judged =
  (schema: typeof Submission | typeof GoodsForm): Form['parse'] =>
  (body) => {
    const result = schema.safeParse(body);
    return result.success
      ? { value: result.data, findings: [] }
      : { value: undefined, findings: findingsOf(schema, body, result.error) };
  };

const forms: Form[] = [
  ...Object.values(samples).map(({ kind, entity }) => ({
    name: kind,
    body: { kind, entity: { ...entity, ...optional[kind] } } as Json,
    parse: judged(Submission),
  })),
  {
    name: 'goods',
    body: {
      merchantId: ID,
      producerId: ID,
      nameZh: '抹泥刀',
      nameEn: 'PLASTERING TROWEL',
      hsCode: '8205590000',
      ciqCode: '101',
      specification: '碳钢|木柄|280mm',
      brand: { type: 'FOREIGN', name: 'ACME', authorised: true },
      dealUnit: '016',
      legalUnit: '035',
      secondUnit: '011',
      ownCode: 'T-280',
      documents: [{ type: 'IMAGE', documentId: 'document-500111-1' }],
    },
    parse: judged(GoodsForm),
  },
];

type Path = readonly (string | number)[];

/** Every leaf of a body, `kind` aside. */
const leaves = (body: Json, path: Path = []): [Path, Json][] =>
  body !== null && typeof body === 'object'
    ? Object.entries(body).flatMap(([key, inner]) =>
        path.length === 0 && key === 'kind' ? [] : leaves(inner, [...path, Array.isArray(body) ? Number(key) : key]),
      )
    : [[path, body]];

function changed(body: Json, [key, ...rest]: Path, value: Json | undefined): Json {
  if (key === undefined) return value as Json;
  const copy: any = Array.isArray(body) ? [...body] : { ...(body as object) };
  const inner = rest.length === 0 ? value : changed(copy[key], rest, value);
  if (inner === undefined) delete copy[key];
  else copy[key] = inner;
  return copy;
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner: any, key) => (inner === undefined ? undefined : inner[key]), value);

const pointerOf = (path: Path): string => path.map((key) => `/${key}`).join('');

const fullWidth = (text: string): string =>
  text.replaceAll(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const cases = forms.flatMap((form) => leaves(form.body).map(([path, value]) => ({ form, path, value })));
const textual = cases.flatMap(({ form, path, value }) => (typeof value === 'string' ? [{ form, path, value }] : []));

/** What is found at a field once its value is another. */
const found = ({ form, path }: Pick<(typeof cases)[number], 'form' | 'path'>, value: Json | undefined): Finding[] => {
  const { findings } = form.parse(changed(form.body, path, value));
  for (const one of findings) {
    expect(one.severity).toBe('DANGER');
    expect(one.message, one.code).toMatch(/\p{Script=Han}/u);
    expect(one.message.length).toBeLessThan(500);
  }
  // A choice that is not known leaves its whole object unjudged; what is wrong inside a list may be told of the list.
  return findings.filter(({ pointer }) => pointerOf(path).startsWith(pointer) && pointer !== '');
};

describe.each(forms)('$name', (form) => {
  it('is taken when every field is right', () => {
    expect(form.parse(form.body).findings).toEqual([]);
  });

  it('refuses a field it does not know', () => {
    const body = changed(form.body, form.name === 'goods' ? ['extra'] : ['entity', 'extra'], '1');
    expect(form.parse(body).findings.map(({ code }) => code)).toEqual(['UNKNOWN_FIELD']);
  });

  const own = cases.filter((one) => one.form === form);
  const ownText = textual.filter((one) => one.form === form);

  it('names each field that is missing, unless the form goes without it', () => {
    for (const { path } of own) {
      const { findings, value } = form.parse(changed(form.body, path, undefined));
      if (findings.length === 0) expect(valueAt(value, path), pointerOf(path)).toBeUndefined();
      else expect(found({ form, path }, undefined), pointerOf(path)).not.toEqual([]);
    }
  });

  it.each<[string, Json]>([
    ['null', null],
    ['an object', { a: 1 }],
    ['a list', [1]],
    ['a number', 1.5],
    ['a boolean', true],
    ['an empty text', ''],
    ['blanks', ' \u3000 '],
  ])('refuses %s where it is not what the field takes', (_what, wrong) => {
    for (const { path, value } of own) {
      if (typeof value === typeof wrong && wrong !== '' && wrong !== ' \u3000 ' && wrong !== null) continue;
      expect(found({ form, path }, wrong), pointerOf(path)).not.toEqual([]);
    }
  });

  it('refuses a text that is too long', () => {
    for (const { path, value } of ownText) {
      expect(found({ form, path }, value.repeat(1 + Math.ceil(5000 / value.length))), pointerOf(path)).not.toEqual([]);
    }
  });

  it('reads full-width characters as what they stand for, or refuses them', () => {
    for (const { path, value } of ownText) {
      const body = changed(form.body, path, fullWidth(value));
      const result = form.parse(body);
      if (result.findings.length === 0) expect(valueAt(result.value, path), pointerOf(path)).toBe(value);
      else expect(found({ form, path }, fullWidth(value)), pointerOf(path)).not.toEqual([]);
    }
  });

  it.each([
    ['a null character', '\u0000'],
    ['a bell', '\u0007'],
    ['an escape', '\u001B[2J'],
    ['a line feed', '\n'],
    ['a mark that turns the direction of writing', '\u202E'],
    ['a byte order mark', '\uFEFF'],
    ['a line separator', '\u2028'],
  ])('refuses %s inside a text, or reads without it', (_what, character) => {
    for (const { path, value } of ownText) {
      const broken = value.slice(0, 1) + character + value.slice(1);
      const result = form.parse(changed(form.body, path, broken));
      if (result.findings.length > 0) expect(found({ form, path }, broken), pointerOf(path)).not.toEqual([]);
      else expect(String(valueAt(result.value, path)), pointerOf(path)).not.toContain(character);
    }
  });

  it.each([
    '<script>alert(1)</script>',
    '正常名称<img src=x onerror=alert(1)>',
    '=HYPERLINK("http://example.com","x")',
    '＝1+1',
    '@SUM(A1:A9)',
    "+cmd|' /C calc'!A0",
    "-cmd|' /C calc'!A0",
  ])('refuses %s', (hostile) => {
    for (const { path } of ownText) expect(found({ form, path }, hostile), pointerOf(path)).not.toEqual([]);
  });

  it('survives anything at all in a field; what it takes, it takes again unchanged', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...own), anything, ({ path }, value) => {
        const body = changed(form.body, path, value as Json);
        const first = form.parse(body);
        if (first.findings.length > 0) return;
        expect(hasControlCharacter(JSON.stringify(first.value))).toBe(false);
        expect(form.parse(first.value)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('survives anything at all as a body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(form.parse(body).findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a group that is missing', () => {
  const told = (input: unknown): string[] => {
    const { success, error } = Submission.safeParse(input);
    return success
      ? []
      : findingsOf(Submission, input, error).map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
  };
  const groups = Object.values(samples).flatMap(({ kind, entity }) =>
    Object.entries(entity)
      .filter(([, value]) => typeof value === 'object' && !Array.isArray(value))
      .map(([group]) => ({ kind, entity, group })),
  );

  it.each(groups)('is told field by field, at least as an empty one is: $kind $group', ({ kind, entity, group }) => {
    const { [group as keyof typeof entity]: _dropped, ...rest } = entity;
    const missing = told({ kind, entity: rest });
    // What an empty one is asked for first may decide what else it must have: of a missing one all is told.
    expect(missing).toEqual(expect.arrayContaining(told({ kind, entity: { ...rest, [group]: {} } })));
    expect(missing.filter((one) => one.includes(`/entity/${group} `))).toEqual([]);
  });

  it('is told in all its depth, each field by the name that it has on the form', () => {
    expect(told({ kind: 'merchant' }).slice(0, 4)).toEqual([
      'REQUIRED /entity/unifiedSocialCreditCode 缺少“统一社会信用代码”，请填写',
      'REQUIRED /entity/name 缺少“名称”，请填写',
      'REQUIRED /entity/contact/name 缺少“联系人”，请填写',
      'REQUIRED /entity/contact/phone 缺少“联系电话”，请填写',
    ]);
  });
});
