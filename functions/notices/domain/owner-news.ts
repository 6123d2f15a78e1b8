import type { z } from 'zod';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import { addressed } from './addressed.ts';
import { type Notice, ofEntity } from './notice.ts';

/** What becomes of goods is told to their owners: to the merchant, and to the trade operator that it entrusted. */

export const OwnerNews = ConsolidationChanged.detail.pick({
  districtId: true,
  version: true,
  at: true,
  consolidationNumber: true,
  consolidatorName: true,
  held: true,
  action: true,
  reason: true,
  left: true,
  containers: true,
  loaded: true,
});

type OwnerNews = z.infer<typeof OwnerNews>;
type HeldTrade = NonNullable<OwnerNews['held']>[number];

/** Of a change that is announced again nobody is told again; nor of one whose owners were not noted yet. */
export function ownerNews(change: OwnerNews): Notice[] {
  const { action, held = [], left = [] } = change;
  const why = change.reason === undefined ? '' : `，原因：${change.reason}`;
  const by = change.consolidatorName === undefined ? '组货人' : `组货人“${change.consolidatorName}”`;
  const order = change.consolidationNumber === undefined ? undefined : `组货单 ${change.consolidationNumber}`;
  // A packing list may come before the seals.
  const isUnsealed = change.loaded?.isSealed === false;
  switch (action) {
    case 'CREATE':
      return toOwners(change, held, 'GOODS_HELD', '货物已组货', (trades) => {
        const rights = [...(order === undefined ? [] : [order]), ...new Set(trades.map(rightOf))].join('；');
        return `${shopsOf(trades)}已由${by}组货（${rights}），期间不能另行组货或撤回；如有异议，请立即告知服务中心`;
      });
    case 'CONFIRM':
      return toOwners(
        change,
        held,
        'GOODS_SEALED',
        isUnsealed ? '货物已装箱' : '货物已装箱施封',
        (trades) =>
          `${shopsOf(trades)}已由${by}${isUnsealed ? '装箱' : '装箱施封'}${order === undefined ? '' : `，${order}`}${containersOf(trades, change)}`,
      );
    case 'PLAN':
      // The first plan changes nothing for the owners; one that was changed late has a reason.
      return change.reason === undefined
        ? []
        : [
            ...toOwners(
              change,
              held,
              'GOODS_MOVED',
              '装箱方案已变更',
              (trades) =>
                `${shopsOf(trades)}的装箱方案${order === undefined ? '' : `（${order}）`}已由${by}变更${why}；货物可能改装其他集装箱，以重新确认的箱号为准`,
            ),
            ...released(change, left, by, why),
          ];
    case 'RELEASE':
    case 'FAIL':
      return released(change, held, by, why);
    default:
      return [];
  }
}

const released = (change: OwnerNews, trades: readonly HeldTrade[], by: string, why: string): Notice[] =>
  toOwners(
    change,
    trades,
    'GOODS_RELEASED',
    '货物已释放',
    (own) =>
      `${shopsOf(own)}已从${by}的组货单${change.consolidationNumber === undefined ? '' : ` ${change.consolidationNumber} `}中释放${why}；可以重新组货`,
  );

/** One notice for each owner, of all its trades that the change is about. */
function toOwners(
  change: OwnerNews,
  trades: readonly HeldTrade[],
  kind: Notice['kind'],
  title: string,
  messageOf: (own: readonly HeldTrade[]) => string,
): Notice[] {
  // Owners may read their trades, and not the consolidation.
  return byOwner(trades).flatMap(([owner, own]) =>
    addressed(change, own[0]?.tradeId ?? '', [ofEntity(owner)], { kind, title, message: messageOf(own) }),
  );
}

/** The owners of trades, each with its own: the merchant, and the operator that it entrusted. */
export function byOwner<T extends { readonly merchantId: string; readonly tradeOperatorId?: string | undefined }>(
  trades: readonly T[],
): [owner: string, own: T[]][] {
  const owned = trades.flatMap((trade) =>
    [trade.merchantId, trade.tradeOperatorId].flatMap((owner) => (owner === undefined ? [] : [{ owner, trade }])),
  );
  return [...Map.groupBy(owned, ({ owner }) => owner)].map(([owner, all]) => [owner, all.map(({ trade }) => trade)]);
}

/** Shops that are named in a message; an operator may act for dozens. */
const NAMED = 5;

/** `“兴旺五金”（A区1层018号）的 2 笔交易`. */
export function shopsOf(
  trades: readonly {
    readonly merchantId: string;
    readonly merchantName: string;
    readonly stall?: string | undefined;
  }[],
): string {
  const shops = [...Map.groupBy(trades, ({ merchantId }) => merchantId).values()];
  const named = shops.slice(0, NAMED).flatMap(([first, ...more]) => {
    if (!first) return [];
    const stall = first.stall === undefined ? '' : `（${first.stall}）`;
    return [`“${first.merchantName}”${stall}的 ${more.length + 1} 笔交易`];
  });
  return `${named.join('、')}${shops.length > NAMED ? `等 ${shops.length} 家商户的 ${trades.length} 笔交易` : ''}`;
}

const RIGHTS: Readonly<Record<HeldTrade['basis'], string>> = {
  OFFER: '依据提交给该组货人的交易',
  OPERATOR: '由受托的市场采购贸易经营者办理',
  CENTRE: '由服务中心代为办理',
};

const rightOf = ({ basis, messageId }: HeldTrade): string =>
  basis === 'CENTRE' && messageId !== undefined ? '由服务中心按数据报文办理' : RIGHTS[basis];

/** The containers that hold the trades' cartons, where the event tells that. */
function containersOf(trades: readonly HeldTrade[], { containers }: OwnerNews): string {
  const ids = new Set(trades.map(({ tradeId }) => tradeId));
  const numbers = containers.flatMap(
    ({ containerNumber, lines = [], tradeIds = lines.map(({ tradeId }) => tradeId) }) =>
      containerNumber !== undefined && tradeIds.some((tradeId) => ids.has(tradeId)) ? [containerNumber] : [],
  );
  return numbers.length === 0 ? '' : `，箱号 ${numbers.join('、')}`;
}
