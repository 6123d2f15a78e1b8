import { describe, expect, it } from 'vitest';
import { useRegistry } from '../../kit/registry.ts';
import { creditKit } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

const SPELLINGS = [
  '足市监投诉〔2026〕118号',
  '足市监投诉[2026]118号',
  '足市监投诉（2026）118号',
  '足市监投诉【２０２６】１１８号',
  '足市监投诉〔2026〕 118 号',
  '足市监投诉〔2026〕①①⑧号',
  '足市监-投诉〔2026〕-118号',
  '足市监·投诉〔2026〕118号',
];

const complaint = (entityId: string, documentNumber: string, authority = '大足区市场监督管理局') =>
  kit.record(entityId, 'COMPLAINT_UPHELD', { source: { authority, documentNumber, documentDate: '2026-03-11' } });

describe('one document is one fact', () => {
  it('however its number and its authority are typed', async () => {
    const entityId = await kit.file('merchant');
    const first = await complaint(entityId, SPELLINGS[0] ?? '');
    expect(first.status).toBe(202);
    for (const spelling of SPELLINGS) {
      const again = await complaint(entityId, spelling, '大足区 市场监督管理局');
      expect([again.status, again.body.code], spelling).toEqual([409, 'DUPLICATE']);
      expect(again.body.detail).toContain(first.body.id);
    }
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 77 });
  });

  it('of those that come at once one is recorded', async () => {
    const entityId = await kit.file('merchant');
    const answers = await Promise.all(SPELLINGS.map((spelling) => complaint(entityId, spelling)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 77 });
  });

  it('another number, authority or indicator is another fact', async () => {
    const entityId = await kit.file('merchant');
    for (const [number, authority] of [
      ['足市监投诉〔2026〕118号', '大足区市场监督管理局'],
      ['足市监投诉〔2026〕181号', '大足区市场监督管理局'],
      ['足市监投诉〔2026〕118号', '大足区商务委'],
      ['足市监投诉2026〔1〕18号', '大足区市场监督管理局'],
    ] as const) {
      expect((await complaint(entityId, number, authority)).status).toBe(202);
    }
  });

  it.each(['足市监\u200B投诉〔2026〕118号', '足市监投诉〔2026〕118\u2060号', '足市监投诉〔2026〕\u3164118号'])(
    'what nobody sees is refused: %j',
    async (number) => {
      const answer = await complaint(await kit.file('merchant'), number);
      expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'INVISIBLE_CHARACTER']);
    },
  );
});
