import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { describeCarton, describeLimits, fitsInto } from './carton-fit.ts';
import { type Consolidation, knownAs } from './consolidation.ts';
import { containerTypesOf } from './container-types.ts';
import type { AmendmentRequest } from './request.ts';
import { notOffered } from './rules/known-codes.ts';
import { type CartonGroup, cartonCount, type TradeSnapshot, knownAs as tradeName } from './trade.ts';

/**
 * Findings against a late change: it names what is not there, leaves nothing to load, or has cartons that fit into no
 * container.
 */
export const amendmentFindings = (
  consolidation: Consolidation,
  trades: readonly TradeSnapshot[],
  request: AmendmentRequest,
  lists: Lists,
): Finding[] => [
  ...withdrawalFindings(consolidation, request),
  ...measureFindings(consolidation, trades, request, lists),
  ...swapFindings(consolidation, request, lists),
];

function withdrawalFindings(consolidation: Consolidation, { withdrawTradeIds }: AmendmentRequest): Finding[] {
  const { tradeIds } = consolidation;
  const unknown = withdrawTradeIds.flatMap((tradeId, at) =>
    tradeIds.includes(tradeId)
      ? []
      : [
          danger(
            'TRADE_NOT_IN_CONSOLIDATION',
            `/withdrawTradeIds/${at}`,
            says(`交易 ${tradeId} 不在组货单 ${knownAs(consolidation)} 中`, '请核对交易编号'),
          ),
        ],
  );
  const left = tradeIds.filter((tradeId) => !withdrawTradeIds.includes(tradeId));
  if (unknown.length > 0 || left.length > 0) return unknown;
  return [danger('NOTHING_LEFT', '/withdrawTradeIds', says('全部交易撤出后组货没有货物', '请改为释放整次组货'))];
}

function measureFindings(
  { containerTypes: types }: Consolidation,
  trades: readonly TradeSnapshot[],
  { cartons, withdrawTradeIds }: AmendmentRequest,
  lists: Lists,
): Finding[] {
  const offered = containerTypesOf(lists, types);
  return cartons.flatMap((measure, at) => {
    const pointer = `/cartons/${at}`;
    const { tradeId, lineNo, fromCartonNo, toCartonNo } = measure;
    const trade = trades.find((one) => one.tradeId === tradeId && !withdrawTradeIds.includes(tradeId));
    const line = trade?.lines.find((one) => one.lineNo === lineNo);
    if (!trade || !line) {
      return [
        danger(
          'NO_SUCH_LINE',
          pointer,
          says(`本次组货中没有交易 ${trade ? tradeName(trade) : tradeId} 的第 ${lineNo} 行`, '请核对交易编号和行号'),
        ),
      ];
    }
    if (fromCartonNo > toCartonNo || toCartonNo > cartonCount(line)) {
      return [
        danger(
          'NO_SUCH_CARTON',
          pointer,
          says(
            `交易 ${tradeName(trade)} 第 ${lineNo} 行共 ${cartonCount(line)} 箱，没有第 ${fromCartonNo}–${toCartonNo} 箱`,
            '请核对箱号',
          ),
        ),
      ];
    }
    const measured = groupsIn(line.cartons, fromCartonNo, toCartonNo).map((group) => ({ ...group, ...measure }));
    const heaviest = Math.max(...measured.map(({ netG }) => netG));
    return [
      ...(measure.grossG < heaviest
        ? [
            danger(
              'GROSS_UNDER_NET',
              `${pointer}/grossWeightKg`,
              says(
                `毛重 ${measure.grossG / 1000} 千克小于登记的净重 ${heaviest / 1000} 千克`,
                '请复称，净重有误的请更正交易登记',
              ),
            ),
          ]
        : []),
      ...measured
        .filter((carton) => !offered.some((container) => fitsInto(carton, container)))
        .slice(0, 1)
        .map((carton) =>
          danger(
            'CARTON_FITS_NO_CONTAINER',
            pointer,
            says(
              `复量后的货箱 ${describeCarton(carton)} 装不进任何可用箱型（${offered.map((one) => describeLimits(one, lists)).join('；')}）`,
              '请核对尺寸，或拆分包装',
            ),
          ),
        ),
    ];
  });
}

/** The groups that cartons of the given numbers are of. */
function groupsIn(groups: readonly CartonGroup[], from: number, to: number): CartonGroup[] {
  let before = 0;
  return groups.filter(({ count }) => {
    const first = before + 1;
    before += count;
    return first <= to && from <= before;
  });
}

function swapFindings({ plan }: Consolidation, { containers }: AmendmentRequest, lists: Lists): Finding[] {
  const planned = plan?.containers ?? 0;
  return containers.flatMap(({ no, type }, at) => [
    ...notOffered(type, `/containers/${at}/type`, lists),
    ...(no <= planned
      ? []
      : [danger('UNKNOWN_CONTAINER', `/containers/${at}/no`, `方案只有 ${planned} 个集装箱，没有第 ${no} 箱`)]),
  ]);
}
