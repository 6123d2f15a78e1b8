import { comparableNumber } from '../kernel/comparison.ts';

/**
 * Rows of a list that are no records: people close it with its sums and signatures, and write under the titles what to
 * fill in. Such a row names nothing that a record is known by; one that does is a record, whatever its words.
 */
export type NoRecord = '合计' | '签名或备注' | '填写说明' | '空白公式';

/**
 * @param cells those of the row that are filled in, in their order
 * @param names those of them that stand in the columns that every record is named by
 */
export function noRecord(cells: readonly string[], names: readonly string[]): NoRecord | undefined {
  const [first = ''] = cells;
  if (names.every((name) => TOTAL_ONLY.test(comparableNumber(name)))) {
    if (TOTAL.test(comparableNumber(first)) || cells.some((cell) => TOTAL_ONLY.test(comparableNumber(cell))))
      return '合计';
    if (names.length === 0 && cells.every((cell) => NOTHING.test(cell.trim()))) return '空白公式';
  }
  // Names of people may stand in the columns of names: 制单人：| 张三 | 审核：| 李四.
  if (cells.length <= MOST_SIGNATURES && SIGNATURE.test(first.normalize('NFKC').replaceAll(/\s/g, ''))) {
    return '签名或备注';
  }
  return cells.length > 1 && cells.every((cell) => INSTRUCTION.test(comparableNumber(cell))) ? '填写说明' : undefined;
}

const SUM =
  '(?:本页|本表|本单|本批|本次|以上|全部|总|页)?(?:合计|合計|总计|總計|小计|小計|共计|共計|累计|累計|总共|TOTALS?|SUBTOTALS?|GRANDTOTALS?|SUM)';
const TOTAL = new RegExp(`^${SUM}`);
/** With a figure and its unit at most: 合计 100 件. */
const TOTAL_ONLY = new RegExp(`^${SUM}\\d*(?:[件箱个把户行笔批元]|千克|公斤|美元|KGS?|USD|CTNS?|PCS)?$`);

/** Pairs of a word and a name; every record has more cells that must be filled in. */
const MOST_SIGNATURES = 6;
const PERSON =
  '(?:制单|制表|填表|填报|填单|经办|审核|复核|审批|批准|核准|主管|财务|仓管|签收|收货|发货|交货|负责|打印|录入)';
const SIGNATURE = new RegExp(
  `^[(\\[【]?(?:${PERSON}(?:人|员|者|单位|部门|日期|时间)?(?:[(（]?(?:签字|签名|签章|盖章)[)）]?)?(?:[:：]|$)|` +
    `${PERSON}(?:人|员|者)|(?:签字|签名|签章|盖章|公章|日期|备注|附注|说明|注|附|联系人|联系电话|电话|地址)(?:[:：]|$)|以下(?:空白|无)|.{0,10}[(（]?(?:签字|盖章|签章)[)）]?[:：]?$)`,
);

const INSTRUCTION = /^(?:必填|选填|非必填|必输|非必输|可选|可不填|文本|文字|数字|数值|日期|示例|例)项?$/;

/** What a formula that was drawn down below the records shows. */
const NOTHING = /^(?:0(?:\.0+)?|-|#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!))$/;
