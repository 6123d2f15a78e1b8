import type { z } from 'zod';
import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { blocks, danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { GoodsJson } from '../contract/answers.ts';
import type { filingApi } from '../contract/index.ts';
import { filedGoods, type Goods, type GoodsForm, goodsStatusOf } from '../domain/goods.ts';
import type { Party } from '../domain/rules/rule.ts';
import { actsFor, notEntrusted } from '../services/authority.ts';
import { broughtFindings, citedBy, goodsJudgement, newGoods } from '../services/goods.ts';
import { filingStore } from '../store/index.ts';
import { goodsWrites } from '../store/register.ts';

type GoodsOperations = Pick<
  Operations<typeof filingApi>,
  'fileGoods' | 'getGoods' | 'listGoods' | 'amendGoods' | 'cancelGoods' | 'listGoodsVersions'
>;

export function goodsOperations(runtime: Runtime): GoodsOperations {
  const store = filingStore(runtime.table);
  const readable = visible('goods', store.goods, mayRead);

  return {
    fileGoods: async ({ caller, body, at }) => {
      const { districtId } = caller;
      const lists = await runtime.reference.at(at);
      const about = await broughtFindings(store, body.goodsNumber, districtId, at, lists);
      const { findings, merchant } = await judged(caller, districtId, body, at, lists, about);
      const id = identifier('goods', districtId, runtime.newUlid());
      const { goods, writes } = await newGoods(store, { id, caller, districtId, form: body, findings, at, lists });
      return {
        body: goodsToJson(goods, merchant),
        headers: { Location: `/v1/goods/${id}`, ...etag(1) },
        findings,
        writes,
      };
    },

    amendGoods: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await inForce(caller, params['id'], at, '变更');
      const { form, status: _status, findings: _findings, ...identity } = stored.data;
      requireVersion(stored, expectedVersion, says('商品备案在您读取之后已有变化', '请重新读取，核对后再提交'));
      if (body.merchantId !== form.merchantId) {
        const message = says(
          `商品备案不能由“${form.merchantId}”改到“${body.merchantId}”名下`,
          '请由新的经营户另行备案',
        );
        throw ruleViolation([danger('GOODS_OF_OTHER_MERCHANT', '/merchantId', message)]);
      }
      const lists = await runtime.reference.at(at);
      const { findings, merchant } = await judged(caller, identity.districtId, body, at, lists, [], form);
      const goods = filedGoods(identity, body, findings, lists);
      return {
        body: goodsToJson(goods, merchant),
        headers: etag(stored.version + 1),
        findings,
        writes: [
          ...goodsWrites(stored, goods, { actor: caller, at, action: 'AMEND' }),
          ...(await store.citationWrites(citedBy(body, lists), at)),
        ],
      };
    },

    cancelGoods: async ({ caller, params, body, at }) => {
      const stored = await inForce(caller, params['id'], at, '注销');
      const merchants = await store.partiesAnywhere([stored.data.form.merchantId], dayInChina(at));
      const goods: Goods = { ...stored.data, status: 'CANCELLED' };
      const cause = { actor: caller, at, action: 'CANCEL', reasons: [body.reason] };
      return {
        body: goodsToJson(goods, merchants.get(goods.form.merchantId)),
        headers: etag(stored.version + 1),
        writes: goodsWrites(stored, goods, cause),
      };
    },

    getGoods: async ({ caller, params, at }) => {
      const readableOrEntrusted = visible(
        'goods',
        store.goods,
        async (reader, goods) =>
          mayRead(reader, goods) ||
          (goods.districtId === reader.districtId &&
            (await namesEntrusting(reader, goods.form.merchantId, dayInChina(at)))),
      );
      const { data, version } = await readableOrEntrusted(caller, params['id']);
      const merchants = await store.partiesAnywhere([data.form.merchantId], dayInChina(at));
      return { body: goodsToJson(data, merchants.get(data.form.merchantId)), headers: etag(version) };
    },

    listGoods: async ({ caller, query, at }) => {
      const { merchantId } = query;
      const ofMerchant = merchantId === undefined ? undefined : [merchantId];
      const isEntrusted = await namesEntrusting(caller, merchantId, dayInChina(at));
      const page = await store.goodsPage({
        ...query,
        at,
        districts: districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants),
        owners: isEntrusted ? ofMerchant : (ownersFor(caller) ?? ofMerchant),
        keep: (goods) =>
          (isEntrusted || mayRead(caller, goods)) && (merchantId === undefined || goods.form.merchantId === merchantId),
      });
      const named = page.items.map(({ data }) => data.form.merchantId);
      const merchants = await store.partiesAnywhere([...new Set(named)], dayInChina(at));
      return {
        body: { ...page, items: page.items.map(({ data }) => goodsToJson(data, merchants.get(data.form.merchantId))) },
      };
    },

    listGoodsVersions: async ({ caller, params }) => {
      const { data } = await readable(caller, params['id']);
      const versions = await store.goodsVersions(data.id);
      return {
        body: {
          items: versions.map(({ data: { form, status }, ...version }) => ({ ...version, status, goods: form })),
        },
      };
    },
  };

  /** Whether an agent asks about a merchant that has entrusted it: it trades that one's goods, whoever filed them. */
  async function namesEntrusting(caller: Caller, merchantId: string | undefined, today: string): Promise<boolean> {
    return merchantId !== undefined && caller.role === 'agent' && actsFor(store, caller, merchantId, today);
  }

  async function inForce(caller: Caller, id: string | undefined, at: string, deed: string): Promise<Stored<Goods>> {
    const stored = await readable(caller, id);
    const { merchantId } = stored.data.form;
    if (!(await actsFor(store, caller, merchantId, dayInChina(at)))) {
      throw new Problem('FORBIDDEN', notEntrusted(merchantId));
    }
    if (stored.data.status === 'ACTIVE') return stored;
    throw new Problem(
      'WRONG_STATE',
      says(`商品备案 ${stored.data.goodsNumber} 已注销，不能${deed}`, '需要时请重新备案'),
    );
  }

  /**
   * @param about what was found already of the number that the goods bring
   * @throws Problem RULE_VIOLATION with everything that blocks
   */
  async function judged(
    caller: Caller,
    districtId: string,
    form: GoodsForm,
    at: string,
    lists: Lists,
    about: readonly Finding[],
    before?: GoodsForm,
  ): Promise<{ findings: Finding[]; merchant: Party | undefined }> {
    const found = await goodsJudgement(store, caller, districtId, form, at, lists, before);
    const findings = [...about, ...found.findings];
    if (blocks(findings)) throw ruleViolation(findings.filter(({ severity }) => severity === 'DANGER'));
    return { findings, merchant: found.merchant };
  }
}

const mayRead = (caller: Caller, { districtId, form, filerEntityId }: Goods): boolean =>
  maySee(caller, { districtId, parties: [form.merchantId, ...(filerEntityId === undefined ? [] : [filerEntityId])] });

const goodsToJson = (
  { form, filerEntityId: _filer, ...goods }: Goods,
  merchant: Party | undefined,
): z.input<typeof GoodsJson> => ({
  ...goods,
  ...form,
  status: goodsStatusOf(goods, merchant?.status),
  ...(merchant ? { validUntil: merchant.validUntil } : {}),
});
