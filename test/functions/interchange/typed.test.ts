import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { descriptionKey, type KnownGoods, KnownParty } from '../../../functions/interchange/domain/known.ts';
import { parseXml } from '../../../functions/interchange/services/xml.ts';
import { gzswStore } from '../../../functions/interchange/store/gzsw.ts';
import { knownStore } from '../../../functions/interchange/store/known.ts';
import { migrations } from '../../../functions/interchange/store/migration.ts';
import { numberDigest, sha256 } from '../../../functions/shared/digest.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { DAZU } from '../../kit/call.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sample } from '../events/samples.ts';

const registry = useRegistry();
const known = () => knownStore(registry.runtime.table);
const gzsw = () => gzswStore(registry.runtime.table);

const PASSPORT = 'F7712345';
const TYPED = ['F7712345', 'f771-2345', 'Ｆ７７１２３４５', 'F771 2345', 'F⑦712345', 'F771\u20112345'];

const party = (changes: Partial<KnownParty>): KnownParty =>
  KnownParty.parse({
    ...sample('EntityChanged'),
    districtId: DAZU,
    kind: 'buyer',
    identifier: undefined,
    identifierDigest: numberDigest(PASSPORT),
    filingNumber: 'CG5001112026000001',
    stall: undefined,
    ...changes,
  });

const goods = (n: number, changes: Partial<KnownGoods> = {}): KnownGoods => ({
  ...sample('GoodsChanged'),
  goodsId: `goods-${DAZU}-${n}`,
  goodsNumber: `SC500111202600000${n}`,
  merchantId: `entity-${DAZU}-1`,
  districtId: DAZU,
  version: 1,
  status: 'ACTIVE',
  nameZh: '水壶',
  hsCode: '7323930000',
  specification: '不锈钢|1.5L',
  ...changes,
});

const keys = async (): Promise<string> => {
  const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: 'registry' }));
  return Items.map(({ pk, sk }) => `${pk} ${sk}`).join('\n');
};

describe('what people type', () => {
  it('names a party however its number, its name or its stall is written', async () => {
    await known().keepParty(party({ entityId: 'entity-b' }));
    const merchant = { entityId: 'entity-m', kind: 'merchant', name: '龙水（兴旺）五金', stall: 'A区-018号' } as const;
    await known().keepParty(party({ ...merchant, identifier: '92500111MA7XQW1K9P', filingNumber: 'JY1' }));
    for (const typed of TYPED) expect((await known().party(DAZU, 'buyer', typed))?.entityId, typed).toBe('entity-b');
    for (const typed of ['a区 018号', 'Ａ区０１８号', '龙水[兴旺]五金', ' 龙水（兴旺） 五金']) {
      expect((await known().parties(DAZU, 'merchant', [typed])).get(typed)?.entityId, typed).toBe('entity-m');
    }
    expect(await known().party(DAZU, 'buyer', 'F7712346')).toBeUndefined();
    expect(await keys()).not.toContain(PASSPORT);
  });

  it('names a buyer with the words before its number, however an earlier release kept it', async () => {
    await known().keepParty(party({ entityId: 'entity-bare', identifierDigest: numberDigest('Q890758') }));
    await known().keepParty(
      party({ entityId: 'entity-old', identifierDigest: numberDigest('NO.K1234567'), filingNumber: 'CG2' }),
    );
    for (const typed of ['Q890758', 'No.Q890758', '№Q890758', 'PASSPORT Q890758', '护照号码：Q890758']) {
      expect((await known().party(DAZU, 'buyer', typed))?.entityId, typed).toBe('entity-bare');
    }
    expect((await known().party(DAZU, 'buyer', 'No. K1234567'))?.entityId).toBe('entity-old');
    expect(await known().party(DAZU, 'buyer', 'P890758')).toBeUndefined();
    expect(await known().party(DAZU, 'merchant', 'No.Q890758')).toBeUndefined();
  });

  it('names the district’s own party where one that it has admitted has the same code, whichever is told last', async () => {
    const code = '91500111MA5U4LJ58K';
    const own = party({ entityId: `entity-${DAZU}-own`, kind: 'tradeOperator', identifierDigest: numberDigest(code) });
    const admitted = party({ ...own, entityId: 'entity-500103-admitted' });
    const named = async () => (await known().party(DAZU, 'tradeOperator', code))?.entityId;
    await known().keepParty(admitted);
    expect(await named()).toBe(admitted.entityId);
    await known().keepParty({ ...own, at: '2020-01-01T00:00:00.000Z' });
    expect(await named()).toBe(own.entityId);
    await known().keepParty({ ...admitted, version: 9, at: '2030-01-01T00:00:00.000Z' });
    expect(await named()).toBe(own.entityId);
    const later = { ...own, entityId: `${own.entityId}-2`, at: '2031-01-01T00:00:00.000Z' };
    await known().keepParty(later);
    expect(await named()).toBe(later.entityId);
  });

  it('finds goods by their description, whose figures stay what they are', async () => {
    for (const [n, specification] of ['不锈钢|1.5L', '不锈钢|15L', '不锈钢|8-10mm', '不锈钢|810mm'].entries()) {
      await known().keepGoods(goods(n + 1, { specification }));
    }
    const found = async (specification: string) => {
      const description = { merchantId: '', name: '水 壶', hsCode: '7323930000', specification };
      const all = await known().goodsDescribed(DAZU, [description]);
      return all.get(descriptionKey(description))?.goods.map(({ goodsId }) => goodsId.slice(-1));
    };
    expect(await found('不锈钢 | １．５l')).toEqual(['1']);
    expect(await found('不锈钢/15L')).toEqual(['2']);
    expect(await found('不锈钢|8—10 mm')).toEqual(['3']);
    expect(await found('不锈钢·810mm')).toEqual(['4']);
    expect(await found('不锈钢|1-5L')).toBeUndefined();
    expect((await known().goodsByNumber(DAZU, ['sc-5001112026 000002'])).size).toBe(1);
  });

  it('names a document by its number and an organisation by its code, which is in no key', async () => {
    const organisation = { type: 'BUYER', code: PASSPORT, name: 'AL NOOR', filings: [] } as const;
    const client = { createOrg: 'BUYER', id: 'f771-2345' };
    const document = { ...organisation, filings: [] };
    await gzsw().keep<'BUYER'>(DAZU, 'ORG5001115001', '2026-03-17T01:30:00.000Z', document, client);
    for (const typed of TYPED) {
      expect((await gzsw().organisation(DAZU, 'BUYER', typed))?.number, typed).toBe('ORG5001115001');
    }
    for (const typed of ['org-5001115001', 'ＯＲＧ５００１１１ ５００１']) {
      expect((await gzsw().find(DAZU, 'BUYER', typed))?.number).toBe('ORG5001115001');
    }
    await expect(
      gzsw().keep<'BUYER'>(DAZU, 'ORG5001115002', '2026-03-17T01:30:00.000Z', document, {
        createOrg: 'BUYER',
        id: PASSPORT,
      }),
    ).rejects.toThrow('another message');
    expect(await keys()).not.toMatch(/F771-?2345/i);
  });

  it.each(['\u200B', '&#x200B;', '\u00AD', '\u2060', '\u3164', '\u{E0001}'])(
    'is refused where nobody sees it: %j',
    (character) => {
      expect(() => parseXml(Buffer.from(`<Buyer><corpCode>F771${character}2345</corpCode></Buyer>`))).toThrow(
        /看不见或无法显示的字符（U\+/,
      );
    },
  );
});

describe('what the first layout kept', () => {
  const oldParty = (code: string, { identifierDigest: _digest, ...detail }: KnownParty, identifier: string) => ({
    pk: `DST#${DAZU}#INTERCHANGE_PARTY#${code}`,
    sk: detail.kind,
    detail: { ...detail, identifier },
  });
  const oldDescribed = (parts: string[], all: KnownGoods[], version: number) => ({
    pk: `DST#${DAZU}#INTERCHANGE_DESCRIBED#${sha256(parts.map((part) => part.replaceAll(/\s/g, '').toUpperCase()).join('\u0000'))}`,
    sk: 'CURRENT',
    goods: all,
    isMore: false,
    version,
  });
  const client = (type: string, createOrg: string, code: string, number: string) => ({
    pk: `DST#${DAZU}#GZSW_CLIENT#${type}#${createOrg}#${code}`,
    sk: 'CURRENT',
    number,
  });
  const document = (number: string, createdAt: string, code: string) => ({
    pk: `DST#${DAZU}#GZSW#${number}`,
    sk: 'CURRENT',
    version: 1,
    createdAt,
    document: { type: 'BUYER', code, name: code, filings: [] },
  });
  const buyer = party({
    entityId: 'entity-old',
    version: 2,
    filingNumber: 'CG500111 0009',
    at: '2026-03-01T00:00:00.000Z',
  });
  const [brackets, dashes] = [
    goods(7, { nameZh: '扳手（大）', specification: 'A－1' }),
    goods(8, { nameZh: '扳手(大)', specification: 'A-1' }),
  ];
  const agreement = {
    agreementId: 'agreement-1',
    merchantId: 'entity-1',
    tradeOperatorId: 'entity-2',
    districtId: DAZU,
  };

  beforeAll(async () => {
    const merchant = { ...brackets, version: 4 };
    await registry.runtime.table.commit(
      [
        oldParty('P-900', buyer, 'P-900'),
        oldParty('CG500111 0009', buyer, 'P-900'),
        oldDescribed(['', '扳手（大）', '', ''], [brackets], 1),
        oldDescribed(['', '扳手(大)', '', ''], [dashes], 1),
        { pk: `DST#${DAZU}#INTERCHANGE_GOODS#SC77`, sk: 'CURRENT', detail: { ...merchant, goodsNumber: 'SC77' } },
        {
          pk: `DST#${DAZU}#INTERCHANGE_AGREEMENT#entity-1`,
          sk: 'agreement-1',
          detail: { ...agreement, version: 2, status: 'IN_FORCE', validFrom: '2026-01-01', validUntil: '2026-12-31' },
        },
        document('ORG5001115101', '2026-02-01T00:00:00.000Z', 'P-901'),
        document('ORG5001115102', '2026-02-02T00:00:00.000Z', 'P901'),
        client('BUYER', 'BUYER', 'P901', 'ORG5001115102'),
        client('BUYER', 'BUYER', 'P-901', 'ORG5001115101'),
        client('TRAD', '91500111MA7YXT4N37', 'T-1', 'JY1'),
      ].map((item) => put(item)),
    );
  });

  it('is found however it is typed, and no personal number is left in a key nor in a copy', async () => {
    // What is told of meanwhile is newer, wherever its version stood.
    await known().keepAgreement({
      ...agreement,
      version: 3,
      status: 'IN_FORCE',
      validFrom: '2026-01-01',
      validUntil: '2027-12-31',
    });
    const { collisions } = await migrated(registry.documents, migrations);
    expect(collisions).toEqual([{ what: 'GZSW_ORGANISATION', kept: 'ORG5001115101', lost: 'ORG5001115102' }]);
    for (const typed of ['p900', 'P-900', 'CG5001110009']) {
      expect(await known().party(DAZU, 'buyer', typed), typed).toEqual({
        ...buyer,
        identifierDigest: numberDigest('P900'),
      });
    }
    const description = { merchantId: '', name: '扳手【大】', hsCode: '', specification: '' };
    const found = (await known().goodsDescribed(DAZU, [description])).get(descriptionKey(description));
    expect(found?.goods.map(({ goodsId }) => goodsId).toSorted()).toEqual([brackets.goodsId, dashes.goodsId]);
    expect((await known().goodsByNumber(DAZU, ['SC77'])).get('SC77')?.version).toBe(4);
    await known().keepGoods({ ...brackets, goodsNumber: 'SC77', version: 3 });
    expect((await known().goodsByNumber(DAZU, ['SC77'])).get('SC77')?.version).toBe(4);
    expect(await known().operatorsOf(DAZU, 'entity-1', '2027-06-01')).toEqual(['entity-2']);
    expect((await gzsw().organisation(DAZU, 'BUYER', 'P 901'))?.number).toBe('ORG5001115101');
    expect(await keys()).not.toMatch(/P-?90[01]/);
    const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: 'registry' }));
    const copies = Items.filter(({ pk }) => String(pk).includes('INTERCHANGE_PARTY'));
    expect(JSON.stringify(copies)).not.toMatch(/P-?900/);
    const again = await migrated(registry.documents, migrations);
    expect(again.migrated).toEqual({});
  });
});
