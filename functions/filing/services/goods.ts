import type { Caller } from '../../shared/auth/caller.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding } from '../../shared/kernel/finding.ts';
import { prefixOf } from '../../shared/numbers/numbers.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { VersionCause } from '../../shared/table/versions.ts';
import type { Write } from '../../shared/table/write.ts';
import { citationsOf } from '../domain/documents/citation.ts';
import type { Former } from '../domain/former.ts';
import { broughtNumberFindings, filedGoods, type Goods, type GoodsForm, type NewGoods } from '../domain/goods.ts';
import { goodsFindings } from '../domain/rules/goods/index.ts';
import type { Party } from '../domain/rules/rule.ts';
import type { FilingStore } from '../store/index.ts';
import { goodsWrites } from '../store/register.ts';
import { AGENCY_BASIS, actsFor, notEntrusted } from './authority.ts';

/** How goods are judged and filed: the one path of the counter and the sheet. */

export const citedBy = (form: GoodsForm, { documentTypes }: Lists) => citationsOf(form, '/documents', documentTypes);

/**
 * What is found in a form of goods, with its merchant where the caller may act for it. @param before the form it replaces
 */
export async function goodsJudgement(
  store: FilingStore,
  caller: Caller,
  districtId: string,
  form: GoodsForm,
  at: string,
  lists: Lists,
  before?: GoodsForm,
): Promise<{ readonly findings: readonly Finding[]; readonly merchant: Party | undefined }> {
  const today = dayInChina(at);
  const { merchantId, producerId } = form;
  const acts = await actsFor(store, caller, merchantId, today);
  if (!acts && caller.role === 'agent') {
    const finding = danger('NO_AGREEMENT', '/merchantId', notEntrusted(merchantId), AGENCY_BASIS);
    return { findings: [finding], merchant: undefined };
  }
  const named = producerId === undefined ? [merchantId] : [merchantId, producerId];
  const parties = await store.parties(districtId, named, today);
  // Another's merchant is to a merchant as one that does not exist.
  const merchant = acts ? parties.get(merchantId) : undefined;
  const producer = producerId === undefined ? undefined : parties.get(producerId);
  const citer = {
    user: caller,
    districtId,
    actsFor: acts ? merchantId : undefined,
    cited: before && citedBy(before, lists),
  };
  const cited = await store.citationFindings(citer, citedBy(form, lists), lists.documentTypes);
  return { findings: [...goodsFindings(form, { today, lists, merchant, producer }), ...cited], merchant };
}

/** What stands against the number that goods bring with them. */
export async function broughtFindings(
  store: FilingStore,
  number: string | undefined,
  districtId: string,
  at: string,
  lists: Lists,
): Promise<Finding[]> {
  if (number === undefined) return [];
  const series = { prefix: prefixOf('goods', lists), districtId, today: dayInChina(at) };
  return broughtNumberFindings(number, series, await store.isNumberFree(districtId, number));
}

/** Goods to be filed. */
interface Filed {
  readonly id: string;
  readonly caller: Caller;
  readonly districtId: string;
  readonly form: NewGoods;
  /** What was found, nothing of which blocks. */
  readonly findings: readonly Finding[];
  readonly at: string;
  readonly lists: Lists;
  /** What they were before, where they are taken over, and what that is called. */
  readonly former?: Former;
  readonly cause?: VersionCause;
}

/** New goods under a number of their own, and the writes that file them. */
export async function newGoods(
  store: FilingStore,
  { id, caller, districtId, form: { goodsNumber: brought, ...form }, findings, at, lists, former, cause }: Filed,
): Promise<{ readonly goods: Goods; readonly writes: Write[] }> {
  const goodsNumber = brought ?? (await store.takeFreeNumber(districtId, prefixOf('goods', lists), dayInChina(at)));
  const { entityId: filerEntityId } = caller;
  const identity = {
    id,
    districtId,
    goodsNumber,
    ...(filerEntityId === undefined ? {} : { filerEntityId }),
    ...(former && { former }),
  };
  const goods = filedGoods(identity, form, findings, lists);
  return {
    goods,
    writes: [
      ...goodsWrites(undefined, goods, cause ?? { actor: caller, at, action: 'FILE' }),
      ...(brought === undefined ? [] : store.bringNumber(districtId, brought)),
      ...(await store.citationWrites(citedBy(form, lists), at)),
    ],
  };
}
