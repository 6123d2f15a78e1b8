import type { AnswerTo } from '../api/contracts.ts';
import { emptyRow, type Row, TICKED } from './grid/rows.ts';
import { type FiledGoods, labelOf, type Unit } from './lines.ts';

type Line = AnswerTo<'GET /v1/trades/{id}'>['lines'][number];
type Carton = Line['cartons'][number];

const cellsOf = (told: Readonly<Record<string, string | number | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(told).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );

const tick = (is: boolean): string => (is ? TICKED : '否');

const cartonCells = ({ thisSideUp, stackable, ...carton }: Carton): Record<string, string> => ({
  ...cellsOf(carton),
  thisSideUp: tick(thisSideUp),
  stackable: tick(stackable),
});

/** Whether cartons are stacked otherwise than most are, so that the grid asks for it. */
export const hasStacking = (lines: readonly Line[]): boolean =>
  lines.some(({ cartons }) =>
    cartons.some(({ thisSideUp, stackable, maxLoadKg }) => thisSideUp || !stackable || maxLoadKg !== undefined),
  );

/** Lines of a trade as somebody enters them, a row each kind of cartons. Goods that are filed no more stand by their id. */
export const rowsOf = (lines: readonly Line[], goods: readonly FiledGoods[], units: readonly Unit[]): Row[] =>
  lines.flatMap(({ goodsId, quantity, unit, legalQuantity, secondQuantity, unitPrice, amount, cartons }) => {
    const filed = goods.find(({ id }) => id === goodsId);
    const cells = cellsOf({
      goodsId: filed ? labelOf(filed) : goodsId,
      quantity,
      unit: units.find(({ code }) => code === unit)?.name ?? unit,
      legalQuantity,
      secondQuantity,
      unitPrice,
      amount,
    });
    const [first, ...others] = cartons;
    return [
      { ...emptyRow(), cells: { ...cells, ...(first && cartonCells(first)) } },
      ...others.map((carton) => ({ ...emptyRow(true), cells: cartonCells(carton) })),
    ];
  });
