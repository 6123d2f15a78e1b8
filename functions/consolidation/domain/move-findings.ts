import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { cartonKey } from './carton-ref.ts';
import type { LoadResult } from './load-result.ts';
import type { LoadedSteps, Move } from './moves.ts';
import { cartonCount, type TradeSnapshot, knownAs as tradeName } from './trade.ts';

interface Wanted {
  readonly present: LoadResult;
  readonly trades: readonly TradeSnapshot[];
  readonly moves: readonly Move[];
  readonly loadedSteps: LoadedSteps;
}

/** Findings against moves that name what is not in the plan, or cartons that are loaded already. */
export function moveFindings({ present, trades, moves, loadedSteps }: Wanted): Finding[] {
  const { containers } = present;
  const placed = new Map(
    containers.flatMap(({ no, placements }) =>
      placements.map((carton) => [cartonKey(carton), { no, step: carton.step }] as const),
    ),
  );
  const stepFindings = [...loadedSteps].flatMap(([no, steps]): Finding[] => {
    const pointer = `/loadedSteps/${no}`;
    const container = containers.find((one) => one.no === no);
    if (!container) return [noContainer(pointer, containers.length, no)];
    const last = container.placements.length;
    if (steps <= last) return [];
    const fact = `第 ${no} 箱共 ${last} 步，没有第 ${steps} 步`;
    return [danger('NO_SUCH_STEP', pointer, says(fact, '请核对已装到第几步'))];
  });
  return [...stepFindings, ...moves.flatMap((move, at) => findingsOf(move, `/moves/${at}`))];

  function findingsOf(move: Move, pointer: string): Finding[] {
    const { tradeId, lineNo, cartonNo, containerNo } = move;
    const trade = trades.find((one) => one.tradeId === tradeId);
    const line = trade?.lines.find((one) => one.lineNo === lineNo);
    if (!trade || !line) {
      const fact = `本次组货中没有交易 ${trade ? tradeName(trade) : tradeId} 的第 ${lineNo} 行`;
      return [danger('NO_SUCH_LINE', pointer, says(fact, '请核对交易编号和行号'))];
    }
    const name = `交易 ${tradeName(trade)} 第 ${lineNo} 行`;
    if (cartonNo > cartonCount(line)) {
      const fact = `${name}共 ${cartonCount(line)} 箱，没有 ${cartonNo} 号箱`;
      return [danger('NO_SUCH_CARTON', pointer, says(fact, '请核对箱号'))];
    }
    const place = placed.get(cartonKey(move));
    if (!place) {
      const fact = `${name} ${cartonNo} 号箱未装入任何集装箱，不能移动`;
      return [danger('CARTON_NOT_PLACED', pointer, says(fact, '请撤出该交易，或更换集装箱后重新计算'))];
    }
    return [
      ...(containers.some(({ no }) => no === containerNo)
        ? []
        : [noContainer(`${pointer}/containerNo`, containers.length, containerNo)]),
      ...(place.step <= (loadedSteps.get(place.no) ?? 0)
        ? [
            danger(
              'CARTON_LOADED',
              pointer,
              says(
                `${name} 的 ${cartonNo} 号箱已装入第 ${place.no} 箱，不再移动`,
                '请把它留在原处，或改正已装到第几步',
              ),
            ),
          ]
        : []),
    ];
  }
}

const noContainer = (pointer: string, planned: number, no: number): Finding =>
  danger('UNKNOWN_CONTAINER', pointer, `方案只有 ${planned} 个集装箱，没有第 ${no} 箱`);
