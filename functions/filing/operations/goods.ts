import type { z } from 'zod';
import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { blocks } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { GoodsAnswer } from '../answers.ts';
import type { filingApi } from '../contract.ts';
import { dayOf } from '../domain/calendar.ts';
import { filedGoods, type Goods, type GoodsForm } from '../domain/goods.ts';
import { goodsFindings } from '../domain/goods-judgement.ts';
import { goodsWrites } from '../store/register.ts';
import { filingStore } from '../store.ts';

/** Series of goods numbers: 商品. */
const PREFIX = 'SC';

export function goodsOperations(
  runtime: Runtime,
): Pick<Operations<typeof filingApi>, 'fileGoods' | 'getGoods' | 'listGoods'> {
  const store = filingStore(runtime.table);

  return {
    fileGoods: async ({ caller, body, at }) => {
      const { districtId } = caller;
      const today = dayOf(at);
      const findings = await judged(caller, body, today);
      if (blocks(findings)) throw ruleViolation(findings.filter((found) => found.severity === 'DANGER'));
      const goodsNumber = await store.takeNumber(districtId, PREFIX, today);
      const id = identifier('goods', districtId, runtime.newUlid());
      const goods = filedGoods({ id, districtId, goodsNumber }, body, findings, today);
      return {
        body: goodsJson(goods),
        headers: { Location: `/v1/goods/${id}`, ...etag(1) },
        writes: goodsWrites(undefined, goods, { actor: caller, at, action: 'FILE' }),
      };
    },

    getGoods: async ({ caller, params }) => {
      const id = params['id'] ?? '';
      const stored = parseIdentifier('goods', id) && (await store.goods(id));
      if (!stored || !visible(caller, stored.data)) throw notFound();
      return { body: goodsJson(stored.data), headers: etag(stored.version) };
    },

    listGoods: async ({ caller, query }) => {
      const page = await store.goodsPage(query.merchantId, {
        ...query,
        districts: districtsOf(caller, query.districtId),
        keep: (goods) => visible(caller, goods),
      });
      return { body: { ...page, items: page.items.map(({ data }) => goodsJson(data)) } };
    },
  };

  /** A merchant files its own goods: another's merchant is to it as one that does not exist. */
  async function judged(caller: Caller, form: GoodsForm, today: string) {
    const { merchantId, producerId } = form;
    const named = producerId === undefined ? [merchantId] : [merchantId, producerId];
    const parties = await store.parties(caller.districtId, named, today);
    const own = caller.role !== 'merchant' || caller.entityId === merchantId;
    return goodsFindings(form, {
      today,
      merchant: own ? parties.get(merchantId) : undefined,
      producer: producerId === undefined ? undefined : parties.get(producerId),
    });
  }
}

const visible = (caller: Caller, goods: Goods): boolean =>
  maySee(caller, { districtId: goods.districtId, parties: [goods.form.merchantId] });

const goodsJson = ({ form, ...goods }: Goods): z.input<typeof GoodsAnswer> => ({ ...goods, ...form });
