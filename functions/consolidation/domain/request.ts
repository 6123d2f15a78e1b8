import { z } from 'zod';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { containerNumberOf, isContainerNumber, notAContainer } from '../../shared/kernel/container-number.ts';
import { numberToScaled } from '../../shared/kernel/decimal.ts';
import {
  code,
  country,
  excerpt,
  id,
  instant,
  kilograms,
  millimetres,
  namesOne,
  ruleIssue,
  text,
} from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { cartonKey } from './carton-ref.ts';
import { MAX_CARTONS, MAX_CONTAINERS, MAX_TRADES } from './consolidation.ts';

/** Adds an issue at each item whose key stood before. */
export function distinct<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  report: (index: number, key: string) => void,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (seen.has(key)) report(index, key);
    seen.add(key);
  }
}

/** Which codes there are is the list's to say; `rules/known-codes.ts` asks it. */
export const containerType = code('箱型', /^[0-9A-Z]{4}$/, '45G1').meta({ 'x-list': 'container-types' });

/** More types than are ever on offer. */
const MAX_TYPES = 50;

/** Request for a consolidation. What is not given of the options is designed for this project. */
export const ConsolidationRequest = z.strictObject({
  consolidatorId: id('组货人', 'entity'),
  tradeOperatorId: id('市场采购贸易经营者', 'entity'),
  destinationCountry: country('运抵国').meta({ 'x-list': 'countries' }),
  portOfDischarge: text('指运港', 50),
  cutoffAt: instant('截关时间'),
  tradeIds: z
    .array(id('交易', 'trade'))
    .min(1)
    .max(MAX_TRADES)
    .superRefine((ids, context) =>
      distinct(
        ids,
        (tradeId) => tradeId,
        (index, tradeId) =>
          context.addIssue({ ...ruleIssue('DUPLICATE_TRADE', `交易 ${tradeId} 重复列出，请删去一个`), path: [index] }),
      ),
    )
    .meta({ title: '交易清单' }),
  containerTypes: z.array(containerType).min(1).max(MAX_TYPES).optional().meta({ title: '可用箱型' }),
  awaitMeasures: z.boolean().optional().meta({ title: '箱规录入后再计算' }),
  options: z
    .strictObject({
      seconds: z.number().min(0.1).max(30).default(2).meta({ title: '计算秒数' }),
      requireSupport: z.boolean().default(true).meta({ title: '货箱底面须受支承' }),
      supportShare: z.number().min(0.5).max(1).optional().meta({ title: '受支承底面的最小比例，不填为全部' }),
      clearanceMm: z.int().min(0).max(500).optional().meta({ title: '箱顶与箱门处预留间隙（毫米），不填为不留' }),
      separateInspected: z.boolean().default(false).meta({ title: '法检商品单独装箱' }),
      seed: z.int().min(0).max(2_147_483_647).default(1).meta({ title: '随机种子' }),
    })
    .prefault({})
    .meta({ title: '计算选项' }),
});

export type ConsolidationRequest = z.output<typeof ConsolidationRequest>;

export const containerNumber = z
  .string()
  .overwrite(containerNumberOf)
  .superRefine((value, context) => {
    if (isContainerNumber(value)) return;
    context.addIssue(ruleIssue('R10_CONTAINER_NUMBER', notAContainer(value), 'ISO 6346'));
  })
  .meta({ title: '集装箱号', example: 'CSQU3054383' });

/** The containers as loaded: one entry for every container of the plan. */
export const ConfirmationRequest = z.strictObject({
  containers: z
    .array(
      z.strictObject({
        no: z.int().min(1).max(MAX_CONTAINERS).meta({ title: '方案中的箱序', example: 1 }),
        containerNumber,
        sealNumber: text('封志号', 20).superRefine(namesOne('封志号')),
      }),
    )
    .min(1)
    .max(MAX_CONTAINERS)
    .superRefine((containers, context) => {
      const report = (field: string, label: string) => (index: number, value: string) =>
        context.addIssue({
          ...ruleIssue('DUPLICATE', `${label}“${excerpt(value)}”重复，每个集装箱各有一个，请核对`),
          path: [index, field],
        });
      distinct(containers, ({ no }) => String(no), report('no', '箱序'));
      distinct(containers, (one) => one.containerNumber, report('containerNumber', '集装箱号'));
      distinct(containers, (one) => comparableNumber(one.sealNumber), report('sealNumber', '封志号'));
    })
    .meta({ title: '集装箱' }),
});

export type ConfirmationRequest = z.output<typeof ConfirmationRequest>;

export const ReleaseRequest = z.strictObject({ reason: text('释放理由', 500) });

const coordinate = (label: string) => z.int().min(0).max(20_000).meta({ title: label, example: 1200 });

/** A carton of the plan, and where it is to stand: in which container, and its corner and edges there, as of a placement. */
const move = z.strictObject({
  tradeId: id('交易', 'trade'),
  lineNo: z.int().min(1).meta({ title: '交易行号' }),
  cartonNo: z.int().min(1).meta({ title: '箱号' }),
  containerNo: z.int().min(1).max(MAX_CONTAINERS).meta({ title: '移入的集装箱（方案中的箱序）', example: 1 }),
  x: coordinate('距箱内里端（毫米）'),
  y: coordinate('距左壁（毫米）'),
  z: coordinate('距箱底（毫米）'),
  lengthMm: millimetres('放置后沿箱长的边（毫米）'),
  widthMm: millimetres('放置后沿箱宽的边（毫米）'),
  heightMm: millimetres('放置后的高（毫米）'),
});

/** By the containers' numbers in the plan, as JSON has them for keys. */
const loadedSteps = z
  .record(z.string(), z.int().min(0).max(MAX_CARTONS).meta({ title: '已装到第几步' }))
  .superRefine((steps, context) => {
    for (const no of Object.keys(steps).filter((key) => !/^[1-9]\d?$/.test(key))) {
      const fact = `已装到第几步按方案中的箱序填写，“${excerpt(no)}”不是箱序`;
      context.addIssue({ ...ruleIssue('FORMAT', says(fact, '请改为 1、2 等箱序')), path: [no] });
    }
  })
  .transform((steps) => new Map(Object.entries(steps).map(([no, step]) => [Number(no), step])));

/**
 * A late change of a plan: trades that are taken out, cartons measured anew, containers of another type; or single cartons
 * that are moved by hand.
 */
export const AmendmentRequest = z
  .strictObject({
    reason: text('变更理由', 500),
    withdrawTradeIds: z.array(id('交易', 'trade')).max(MAX_TRADES).default([]).meta({ title: '撤出的交易' }),
    cartons: z
      .array(
        z
          .strictObject({
            tradeId: id('交易', 'trade'),
            lineNo: z.int().min(1).meta({ title: '交易行号' }),
            fromCartonNo: z.int().min(1).meta({ title: '起始箱号' }),
            toCartonNo: z.int().min(1).meta({ title: '截止箱号' }),
            lengthMm: millimetres('长（毫米）'),
            widthMm: millimetres('宽（毫米）'),
            heightMm: millimetres('高（毫米）'),
            grossWeightKg: kilograms('毛重（千克）'),
          })
          .transform(({ grossWeightKg, ...rest }) => ({ ...rest, grossG: numberToScaled(grossWeightKg, 3) ?? 0 })),
      )
      .max(500)
      .default([])
      .meta({ title: '复量的货箱' }),
    containers: z
      .array(
        z.strictObject({
          no: z.int().min(1).max(MAX_CONTAINERS).meta({ title: '方案中的箱序', example: 1 }),
          type: containerType,
        }),
      )
      .max(MAX_CONTAINERS)
      .superRefine((containers, context) =>
        distinct(
          containers,
          ({ no }) => String(no),
          (index, no) =>
            context.addIssue({ ...ruleIssue('DUPLICATE', `第 ${no} 箱重复列出，请删去一个`), path: [index, 'no'] }),
        ),
      )
      .default([])
      .meta({ title: '更换的集装箱' }),
    moves: z
      .array(move)
      .max(500)
      .superRefine((moves, context) =>
        distinct(moves, cartonKey, (index) =>
          context.addIssue({
            ...ruleIssue('DUPLICATE', says('同一货箱重复移动', '每个货箱只列最后的位置，请删去一个')),
            path: [index],
          }),
        ),
      )
      .default([])
      .meta({ title: '移动的货箱' }),
    loadedSteps: loadedSteps.optional().meta({ title: '各集装箱已装到第几步（按方案中的箱序），已装的货箱不动' }),
  })
  .superRefine(({ withdrawTradeIds, cartons, containers, moves, loadedSteps: loaded }, context) => {
    const others = withdrawTradeIds.length + cartons.length + containers.length;
    const refuse = (path: string[], fact: string, remedy: string): void =>
      context.addIssue({ ...ruleIssue('RULE', says(fact, remedy)), path });
    if (others + moves.length === 0) {
      refuse([], '没有要变更的内容', '请列出撤出的交易、复量的货箱、更换的集装箱或移动的货箱');
    } else if (others > 0 && moves.length > 0) {
      refuse(['moves'], '移动货箱不能与撤出交易、复量或换箱一起提交', '请分两次变更，先办会重新计算装箱的那一次');
    } else if (others > 0 && loaded) {
      refuse(
        ['loadedSteps'],
        '撤出交易、复量或换箱会重新计算装箱，不能保留已装到的步骤',
        '请删去已装到第几步，或只移动货箱',
      );
    }
  });

concepts({ ConsolidationRequest, ConfirmationRequest, ReleaseRequest, AmendmentRequest });

export type AmendmentRequest = z.output<typeof AmendmentRequest>;
