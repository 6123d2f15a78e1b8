import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { build as buildConsolidation } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import { s3Storage } from '../../../functions/shared/documents/storage.ts';
import { asRule, UNREADABLE } from '../../../functions/shared/kernel/unreadable.ts';
import { build as buildTrade } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { build as onDocumentRegistered } from '../../../functions/trade/subscribers/on-document-registered.ts';
import { call, clerk, DAZU } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';
import { useStorage } from '../../kit/storage.ts';
import { fewCartons } from '../consolidation/fixtures/sample.ts';
import { fileParties, registerSample, request } from '../consolidation/fixtures/world.ts';
import { api, approved } from '../filing/kit.ts';
import { merchantSample, tradeOperatorSample } from '../filing/samples.ts';
import { cartons, fileSample, line, body as tradeBody } from '../trade/samples.ts';

/** A form is judged whole: what is wrong with the shape of one field hides nothing that is wrong with another. */

const registry = useRegistry();
useStorage(() => registry.runtime.now());

const FILE = '%PDF-1.7 合同';

type Body = Record<string, unknown>;
type Found = { code: string; pointer: string; severity: string };

const asked = (body: Body, isDry: boolean) => ({
  caller: clerk(),
  body,
  headers: isDry ? { Prefer: 'dry-run' } : {},
});

/** How each form is sent, and one that is in order, once the records are there that it names. */
const FORMS: Record<string, { send: (body: Body, isDry: boolean) => Promise<any>; valid: Body }> = {};

beforeAll(async () => {
  const { runtime } = registry;
  await fileSample(runtime);
  await fileParties(registry);
  const trades = await registerSample(registry, fewCartons());
  const merchantId = await approved(runtime, merchantSample(1));
  const tradeOperatorId = await approved(runtime, tradeOperatorSample(101));
  const consolidation = buildConsolidation(runtime);
  const trade = buildTrade(runtime);
  const documentId = idOf('document', 1);
  await deliver(onDocumentRegistered(runtime), 'DocumentRegistered', {
    documentId,
    districtId: DAZU,
    owner: 'SERVICE_CENTRE',
    version: 1,
    key: `${DAZU}/${documentId}`,
    sha256: createHash('sha256').update(FILE).digest('hex'),
    opening: '255044462d',
  });
  const upload = await s3Storage().uploadLink(
    {
      key: `${DAZU}/${documentId}`,
      contentType: 'application/pdf',
      size: Buffer.byteLength(FILE),
      sha256: createHash('sha256').update(FILE).digest('hex'),
    },
    runtime.now().toISOString(),
  );
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: FILE });
  const vouchers = [{ type: 'CONTRACT', number: 'HT-9', documentId }];
  const { id } = (await call(trade, tradeApi, 'registerTrade', asked(tradeBody(), false))).body;
  FORMS['correction'] = {
    send: (body, isDry) => {
      const { headers, ...one } = asked(body, isDry);
      const read = { params: { id }, headers: { ...headers, 'If-Match': '"1"' } };
      return call(trade, tradeApi, 'correctTrade', { ...one, ...read });
    },
    valid: { ...tradeBody({ vouchers: [{ type: 'CONTRACT', number: 'HT-2' }] }), reason: '录入有误' },
  };
  FORMS['trade on a document'] = {
    send: (body, isDry) => call(trade, tradeApi, 'registerTrade', asked(body, isDry)),
    valid: tradeBody({ vouchers }),
  };
  FORMS['trade'] = {
    send: (body, isDry) => call(trade, tradeApi, 'registerTrade', asked(body, isDry)),
    valid: tradeBody({ packingDistrict: '500111', vouchers: [{ type: 'CONTRACT', number: 'HT-1' }] }),
  };
  FORMS['consolidation'] = {
    send: (body, isDry) => call(consolidation, consolidationApi, 'createConsolidation', asked(body, isDry)),
    valid: request(trades),
  };
  FORMS['filing'] = {
    send: (body, isDry) => api(runtime, 'fileEntity', asked(body, isDry)),
    valid: merchantSample(7),
  };
  FORMS['goods'] = {
    send: (body, isDry) => api(runtime, 'fileGoods', asked(body, isDry)),
    valid: {
      merchantId,
      nameZh: '抹泥刀',
      nameEn: 'PLASTERING TROWEL',
      hsCode: '8205590000',
      specification: '碳钢|木柄|280mm',
      brand: { type: 'NONE' },
      dealUnit: '016',
      legalUnit: '035',
    },
  };
  FORMS['agreement'] = {
    send: (body, isDry) => api(runtime, 'registerAgreement', asked(body, isDry)),
    valid: { merchantId, tradeOperatorId, signedOn: '2026-03-01', validFrom: '2026-03-01', validUntil: '2027-02-28' },
  };
});

/** What stands against a form, by the request itself or a dry run. */
async function against(form: string, body: Body, isDry = false): Promise<Found[]> {
  const reply = await FORMS[form]?.send(body, isDry);
  return isDry ? reply.body.findings : (reply.body.errors ?? []);
}

const pointers = (found: readonly Found[]): string[] => found.map(({ pointer }) => pointer);

/** Pointers of everything in a body that is no group. */
const leaves = (value: unknown, pointer = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => leaves(one, `${pointer}/${key}`))
    : [pointer];

/** The body with another value at a pointer. */
function having(body: Body, pointer: string, value: unknown): Body {
  const changed = structuredClone(body);
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  const group = keys.reduce<any>((one, key) => one[key], changed);
  group[last] = value;
  return changed;
}

describe('what cannot be read', () => {
  it('ends the rule that looks at it, and no other', () => {
    const looks = asRule((text: string) => [text.length]);
    const compares = asRule((text: string) => (text.concat('') === '' ? ['empty'] : []));
    const other = asRule((_text: string) => ['found']);
    expect([looks, compares, other].flatMap((rule): unknown[] => rule(UNREADABLE as string))).toEqual(['found']);
    expect(() => asRule(() => [].at(0)!['x'])()).toThrow(TypeError);
  });

  it('is carried along outside of rules as an empty text', async () => {
    const value = UNREADABLE as string;
    expect([`in ${value}`, `in ${value.trim()}`, [...(UNREADABLE as [])]]).toEqual(['in ', 'in ', []]);
    // What a function has of its own.
    expect(`${(UNREADABLE as Function).length}${(UNREADABLE as Function).name}`).toBe('');
    expect(await (async () => value)()).toBe(value);
  });
});

describe.each(['trade', 'trade on a document', 'correction', 'consolidation', 'filing', 'goods', 'agreement'])(
  'a %s',
  (form) => {
    it('that is in order but for the shape of one field is told of that field alone', async () => {
      const { valid } = FORMS[form]!;
      const before = await against(form, valid, true);
      expect(before.filter(({ severity }) => severity !== 'REVIEW')).toEqual([]);
      const amiss: string[] = [];
      for (const pointer of leaves(valid)) {
        for (const wrong of [{ x: 1 }, '']) {
          const found = await against(form, having(valid, pointer, wrong), true);
          const elsewhere = pointers(found).filter((one) => !one.startsWith(pointer) && !pointer.startsWith(one));
          if (elsewhere.length > 0) amiss.push(`${pointer} ${JSON.stringify(wrong)}: ${elsewhere.join(' ')}`);
        }
      }
      expect(amiss).toEqual([]);
    });
  },
);

describe('what is wrong with a field', () => {
  it.each([false, true])('of a trade is told beside an empty port (dry: %s)', async (isDry) => {
    const wrong = tradeBody({
      portOfDischarge: '',
      destinationCountry: 'CHN',
      lines: [line({ amount: '20000.00', cartons: [cartons({ netWeightKg: 21 })] })],
    });
    const found = pointers(await against('trade', wrong, isDry));
    for (const one of [
      '/portOfDischarge',
      '/destinationCountry',
      '/lines/0/amount',
      '/lines/0/cartons/0/netWeightKg',
    ]) {
      expect(found).toContain(one);
    }
  });

  it.each([false, true])('of a filing is told beside a contact that is missing (dry: %s)', async (isDry) => {
    const { kind, entity } = merchantSample(8);
    const { contact: _contact, ...rest } = { ...entity, marketId: 'no-such-market' };
    const found = pointers(await against('filing', { kind, entity: rest }, isDry));
    for (const one of ['/entity/contact/name', '/entity/contact/phone', '/entity/marketId'])
      expect(found).toContain(one);
  });

  it.each([false, true])(
    'of a filing is told beside an unknown market: that it is filed already (dry: %s)',
    async (isDry) => {
      const { kind, entity } = merchantSample(1);
      const found = await against('filing', { kind, entity: { ...entity, marketId: 'no-such-market' } }, isDry);
      expect(pointers(found)).toContain('/entity/marketId');
      expect(found.length).toBeGreaterThan(1);
    },
  );

  it.each([false, true])('of a consolidation is told beside a trade that is named twice (dry: %s)', async (isDry) => {
    const { valid } = FORMS['consolidation']!;
    const [first, ...others] = valid['tradeIds'] as string[];
    const wrong = {
      ...valid,
      tradeIds: [first, first, ...others],
      cutoffAt: '2020-01-01T00:00:00+08:00',
      portOfDischarge: 'KEMBA',
    };
    const found = pointers(await against('consolidation', wrong, isDry));
    for (const one of ['/tradeIds/1', '/cutoffAt']) expect(found).toContain(one);
    expect(found.some((one) => one.startsWith('/tradeIds/') && one !== '/tradeIds/1')).toBe(true);
  });

  it('of goods and of an agreement is told beside another of the wrong shape', async () => {
    const goods = { ...FORMS['goods']!.valid, nameEn: '', hsCode: '9999999999' };
    expect(pointers(await against('goods', goods))).toEqual(['/nameEn', '/hsCode']);
    const agreement = {
      ...FORMS['agreement']!.valid,
      signedOn: 'yesterday',
      validUntil: '2020-02-28',
      validFrom: '2020-01-01',
    };
    expect(pointers(await against('agreement', agreement))).toEqual(['/signedOn', '/validUntil']);
  });
});

// A promise that nobody waits for would end the host: the runner fails at each.
it.each([[[]], [[{}]], ['"a text"'], ['12'], ['null']])(
  'a body that is no object, as %j, is judged no further',
  async (body) => {
    const offers = {
      send: (one: any) => call(buildTrade(registry.runtime), tradeApi, 'offerTrades', asked(one, false)),
    };
    for (const { send } of [...Object.values(FORMS), offers]) {
      const { status, body: answer } = await send(body as any, false);
      expect([status, answer.errors.map(({ pointer }: Found) => pointer)]).toEqual([422, ['']]);
    }
  },
);
