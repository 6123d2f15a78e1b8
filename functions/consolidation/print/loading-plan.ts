import { notFound } from '../../shared/http/problem.ts';
import type { LoadingPlanJson } from '../contract/forms.ts';
import { cartonFinder } from '../domain/cargo.ts';
import { cartonMarks } from '../domain/carton-marks.ts';
import { containerTypesOf } from '../domain/container-types.ts';
import type { PlacedCarton, PlannedContainer } from '../domain/load-result.ts';
import { kilograms } from '../domain/scale.ts';
import { first, sum } from '../domain/sums.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import { keyOf } from '../domain/trade-key.ts';
import { type Wall, wallsOf } from '../domain/walls.ts';
import type { Key } from './drawing.ts';
import type { Document } from './forms.ts';
import { loadingPlanHtml } from './loading-plan-page.ts';
import { containerHead, headOf, type Planned } from './planned.ts';

type WallJson = LoadingPlanJson['walls'][number];

/**
 * The loading plan of one container, for the people at the dock: what goes in, wall by wall, with pictures.
 *
 * @throws Problem NOT_FOUND where the plan has no container of that number
 */
export function loadingPlan(planned: Planned, containerNo: number, trace: string): Document<LoadingPlanJson> {
  const container = planned.load.containers.find(({ no }) => no === containerNo);
  if (!container) throw notFound();
  const walls = wallsOf(container.placements);
  const key = keyOf(container.placements);
  const json = loadingPlanToJson(planned, container, walls, key);
  const [type] = containerTypesOf(planned.lists, [container.type]);
  if (!type) throw new RangeError(`no container type ${container.type}`);
  return {
    title: '装箱作业图',
    fileName: `loading-plan-${json.container.packingNumber ?? `${json.id}-${containerNo}`}`,
    json,
    forms: { 'text/html': () => loadingPlanHtml(json, walls, type, key, trace) },
  };
}

function loadingPlanToJson(
  planned: Planned,
  container: PlannedContainer,
  walls: readonly Wall[],
  key: ReturnType<typeof keyOf>,
): LoadingPlanJson {
  const trades = new Map(planned.trades.map((trade) => [trade.tradeId, trade]));
  const boxOf = cartonFinder(planned.trades);
  const loaded = [...Map.groupBy(container.placements, ({ tradeId }) => tradeId)];
  return {
    ...headOf(planned),
    container: {
      ...containerHead(planned, container),
      cartons: container.placements.length,
      grossWeightKg: kilograms(container.massG),
      volumeUtilisation: container.volumeUtilisation,
      payloadUtilisation: container.payloadUtilisation,
      centreOfGravityPercent: Math.round(container.lengthwiseOffset * 1000) / 10,
    },
    legend: loaded
      .map(([tradeId, cartons]) => ({
        letter: key.letter(tradeId),
        tradeId,
        tradeNumber: trades.get(tradeId)?.tradeNumber,
        merchant: trades.get(tradeId)?.merchantName ?? '',
        stall: trades.get(tradeId)?.stall ?? '',
        cartons: cartons.length,
      }))
      .sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1)),
    walls: walls.map((wall) => wallToJson(wall, trades, boxOf, key)),
  };
}

function wallToJson(
  { no, cartons }: Wall,
  trades: ReadonlyMap<string, TradeSnapshot>,
  boxOf: ReturnType<typeof cartonFinder>,
  key: Key,
): WallJson {
  const lineOf = ({ tradeId, lineNo }: PlacedCarton) =>
    trades.get(tradeId)?.lines.find((line) => line.lineNo === lineNo);
  const goods = [...Map.groupBy(cartons, (carton) => `${carton.tradeId}/${carton.lineNo}/${edges(carton)}`).values()];
  return {
    no,
    fromStep: Math.min(...cartons.map(({ step }) => step)),
    toStep: Math.max(...cartons.map(({ step }) => step)),
    fromMm: Math.min(...cartons.map(({ x }) => x)),
    toMm: Math.max(...cartons.map(({ x, lengthMm }) => x + lengthMm)),
    cartons: cartons.length,
    grossWeightKg: kilograms(sum(cartons, (carton) => boxOf(carton).grossG)),
    goods: goods.map((same) => {
      const { tradeId, lineNo, lengthMm, widthMm, heightMm } = first(same);
      return {
        label: key.label(tradeId, lineNo),
        tradeId,
        lineNo,
        marks: cartonMarks(
          tradeId,
          lineNo,
          same.map(({ cartonNo }) => cartonNo),
        ),
        name: lineOf(first(same))?.nameZh ?? '',
        cartons: same.length,
        lengthMm,
        widthMm,
        heightMm,
      };
    }),
  };
}

const edges = ({ lengthMm, widthMm, heightMm }: PlacedCarton): string => `${lengthMm}×${widthMm}×${heightMm}`;
