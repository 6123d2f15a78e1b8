import { comparableNumber } from '../kernel/comparison.ts';
import { normalised } from '../kernel/marks.ts';

/**
 * Rows of a list that are no records: people close it with its sums and signatures, and write under the titles what to
 * fill in. Such a row names nothing that a record is known by; one that does is a record, whatever its words.
 */
export type NoRecord = '合计' | '签名或备注' | '填写说明' | '空行';

/**
 * @param cells those of the row that are filled in, in their order
 * @param names those of them that stand in the columns that every record is named by
 */
export function noRecord(cells: readonly string[], names: readonly string[]): NoRecord | undefined {
  const [first = ''] = cells;
  if (names.every((name) => TOTAL_ONLY.test(comparableNumber(name)))) {
    if (TOTAL.test(comparableNumber(first)) || cells.some((cell) => TOTAL_ONLY.test(comparableNumber(cell))))
      return '合计';
    if (names.length === 0 && cells.every((cell) => NOTHING.test(cell.trim()))) return '空行';
  }
  // Question marks are what a broken conversion has left of words.
  if (cells.every((cell) => comparableNumber(cell) === '' && !/[?？\uFFFD]/.test(cell))) return '空行';
  const label = labelForm(first);
  if (cells.length <= MAX_SIGNATURES) {
    // Names of people may stand in the columns of names: 制单人：| 张三 | 审核：| 李四.
    if (SIGNATURE.test(label)) return '签名或备注';
    const isLabel = LABEL.test(label);
    if (isLabel && (label.endsWith(':') || names.every((name) => LABEL.test(labelForm(name))))) return '签名或备注';
    if (names.every((name) => name === first) && FOOTER.test(comparableNumber(first))) return '签名或备注';
  }
  return cells.length > 1 && cells.every((cell) => INSTRUCTION.test(comparableNumber(cell))) ? '填写说明' : undefined;
}

const labelForm = (cell: string): string => normalised(cell, 'NFKC').replaceAll(/\s/g, '');

/** What is added up. */
const FIGURE =
  '(?:交易|包装|商品|货物)?(?:金额|货值|数量|件数|箱数|重量|毛重|净重|体积|价值|人数|户数|笔数|行数|[值额数重])';
const SUM_WORD =
  '(?:合计|合計|总计|總計|小计|小計|共计|共計|累计|累計|总共|总合计|大合计|求和|TOTALS?|SUBTOTALS?|GRANDTOTALS?|SUM|TTL|Σ|∑)';
const SUM =
  `(?:${FIGURE})?(?:本页|本表|本单|本批|本次|以上|全部|各项|总|页)?${SUM_WORD}(?:${FIGURE}|行|AMOUNT|VALUE|QUANTITY|QTY)?|` +
  `总(?:交易|包装)?(?:金额|货值|数量|件数|箱数|重量|毛重|净重|体积|价值|[值额数])|共(?=\\d)`;
const TOTAL = new RegExp(`^(?:${SUM})`);
/** With figures and their units at most: 合计 100 件, 共 12 箱 240 千克. */
const TOTAL_ONLY = new RegExp(
  `^(?:${SUM})(?:\\d+(?:\\p{Script=Han}{1,3}|[A-Z]{1,4}))*\\d*(?:[件箱个把户行笔批元套包只台]|千克|公斤|人民币|美元|欧元|KGS?|USD|CNY|RMB|CTNS?|PCS)?$`,
  'u',
);

/** Pairs of a word and a name; every record has more cells that must be filled in. */
const MAX_SIGNATURES = 6;
const PERSON =
  '(?:制单|制表|填表|填报|填单|经办|审核|复核|审批|批准|核准|主管|财务|仓管|签收|收货|发货|交货|送货|收款|负责|打印|录入)';
const SIGNATURE = new RegExp(
  `^[(\\[【]?(?:${PERSON}(?:人|员|者|单位|部门|日期|时间)?(?:[(（]?(?:签字|签名|签章|盖章)[)）]?)?(?:[:：]|$)|` +
    `${PERSON}(?:人|员|者)|(?:签字|签名|签章|盖章|公章|日期|备注|附注|说明|注|附|联系人|联系电话|电话|地址)(?:[:：]|$)|` +
    `[-—=*]*(?:以下(?:空白|无)|此处空白|无正文)|.{0,10}[(（]?(?:签字|盖章|签章|公章)[)）]?[:：]?$)`,
);

/** Whatever is written before a colon in a row of few cells: 供货商：…, 开户行：…, 合计（大写）：…, Prepared by: …. */
const LABEL = /^[([【*]?\p{L}[\p{L}\p{M}\p{N}./()[\]]{0,30}[:：]/u;

/** Page numbers, the end of a list, a day alone. */
const FOOTER =
  /^(?:第?\d+页(?:共\d+页)?|共\d+页(?:第\d+页)?|PAGE\d+(?:OF\d+)?|END|完|完毕|(?:PREPARED|CHECKED|APPROVED|REVIEWED|ISSUED|SIGNED|RECEIVED)BY.*|SIGNATURES?|REMARKS?|NOTES?|DATE|\d{4}年\d{1,2}月\d{1,2}日)$/;

const INSTRUCTION = /^(?:必填|选填|非必填|必输|非必输|可选|可不填|文本|文字|数字|数值|日期|示例|例)项?$/;

/** What a formula that was drawn down below the records shows. */
const NOTHING = /^(?:0(?:\.0+)?|-|#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!))$/;

/** What the columns of a list come to, so far. */
export class Sums {
  readonly #all: number[] = [];
  #since: number[] = [];

  /** @param cells of a record, at their places */
  add(cells: readonly string[]): void {
    for (const [place, cell] of cells.entries()) {
      const figure = figureOf(cell);
      if (Number.isNaN(figure)) continue;
      this.#all[place] = (this.#all[place] ?? 0) + figure;
      this.#since[place] = (this.#since[place] ?? 0) + figure;
    }
  }

  /**
   * Whether a row is the sums of what stands above it, or since the sums before, though it does not say so: it has figures
   * only, at least two, and each is what its column comes to.
   */
  has(cells: readonly string[]): boolean {
    const figures = cells.flatMap((cell, place) => (cell === '' ? [] : [{ place, figure: figureOf(cell) }]));
    if (figures.length < 2) return false;
    const isSum = (sums: readonly number[]): boolean =>
      figures.every(
        ({ place, figure }) => Math.abs((sums[place] ?? Number.NaN) - figure) <= 1e-9 * Math.max(1, figure),
      );
    return isSum(this.#all) || isSum(this.#since);
  }

  /** Begins anew below a row of sums. */
  closed(): void {
    this.#since = [];
  }
}

const figureOf = (cell: string): number =>
  /^\d[\d,]*(?:\.\d+)?$/.test(cell) ? Number(cell.replaceAll(',', '')) : Number.NaN;
