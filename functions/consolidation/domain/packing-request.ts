import { z } from 'zod';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { numberToScaled } from '../../shared/kernel/decimal.ts';
import { code, date, excerpt, id, kilograms, namesOne, ruleIssue, text } from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { MAX_CARTONS, MAX_LINES, MAX_LOADED_CONTAINERS } from './consolidation.ts';
import type { LoadedList } from './loaded/list.ts';
import { containerNumber, containerType, distinct } from './request.ts';

/** Cubic metres with at most 3 decimals. */
const cubicMetres = z
  .number()
  .positive()
  .max(10_000)
  .superRefine((value, context) => {
    if (numberToScaled(value, 3) !== undefined) return;
    context.addIssue(ruleIssue('DECIMALS', `体积 ${value} 立方米最多 3 位小数`));
  })
  .meta({ title: '体积（立方米）', example: 12.5 });

const row = z
  .strictObject({
    tradeId: id('交易', 'trade'),
    lineNo: z.int().min(1).optional().meta({ title: '交易行号' }),
    cartons: z.int().min(1).max(MAX_CARTONS).optional().meta({ title: '箱数' }),
    grossWeightKg: kilograms('毛重（千克）').optional(),
    volumeM3: cubicMetres.optional(),
  })
  .transform(({ grossWeightKg, volumeM3, lineNo, cartons, tradeId }) => ({
    tradeId,
    ...(lineNo !== undefined && { lineNo }),
    ...(cartons !== undefined && { cartons }),
    ...(grossWeightKg !== undefined && { grossG: numberToScaled(grossWeightKg, 3) ?? 0 }),
    ...(volumeM3 !== undefined && { volumeMm3: (numberToScaled(volumeM3, 3) ?? 0) * 1_000_000 }),
  }));

const rows = z
  .array(row)
  .max(MAX_LINES)
  .superRefine((given, context) =>
    distinct(
      given,
      ({ tradeId, lineNo }) => `${tradeId}/${lineNo ?? ''}`,
      (index) =>
        context.addIssue({
          ...ruleIssue('DUPLICATE', says('同一集装箱内同一交易行重复列出', '请合并为一行')),
          path: [index],
        }),
    ),
  );

const container = z
  .strictObject({
    containerNumber,
    type: containerType,
    sealNumber: text('封志号', 20).superRefine(namesOne('封志号')).optional(),
    maxGrossKg: kilograms('箱门铭牌最大总重（千克）').optional(),
    tareKg: kilograms('箱门铭牌空箱重（千克）').optional(),
    shared: z.boolean().optional().meta({ title: '与其他组货单同箱拼装' }),
    rows: rows
      .optional()
      .meta({ title: '箱内货物', description: 'Without rows everything of the consolidation lies in it' }),
  })
  .superRefine(({ maxGrossKg, tareKg }, context) => {
    if ((maxGrossKg === undefined) !== (tareKg === undefined)) {
      const path = [maxGrossKg === undefined ? 'maxGrossKg' : 'tareKg'];
      context.addIssue({ ...ruleIssue('REQUIRED', '箱门铭牌的最大总重与空箱重须同时填报'), path });
    } else if (maxGrossKg !== undefined && tareKg !== undefined && maxGrossKg <= tareKg) {
      const fact = `最大总重 ${maxGrossKg} 千克不大于空箱重 ${tareKg} 千克`;
      context.addIssue({ ...ruleIssue('RULE', says(fact, '请按箱门铭牌填写')), path: ['maxGrossKg'] });
    }
  });

/** What is in which container, as loaded; all beside number and type is stated where somebody knows it. */
export const PackingRequest = z
  .strictObject({
    containers: z
      .array(container)
      .min(1)
      .max(MAX_LOADED_CONTAINERS)
      .superRefine((containers, context) => {
        const report = (field: string, label: string) => (index: number, value: string) => {
          if (value === '') return;
          const said = `${label}“${excerpt(value)}”重复，每个集装箱各有一个，请核对`;
          context.addIssue({ ...ruleIssue('DUPLICATE', said), path: [index, field] });
        };
        distinct(containers, (one) => one.containerNumber, report('containerNumber', '集装箱号'));
        distinct(containers, ({ sealNumber = '' }) => comparableNumber(sealNumber), report('sealNumber', '封志号'));
      })
      .meta({ title: '集装箱' }),
    packedOn: date('装箱日期').optional(),
    packingDistrict: code('装箱地区县', /^\d{6}$/, '500111').optional(),
  })
  .transform(
    ({ containers, packedOn, packingDistrict }): LoadedList => ({
      containers: containers.map(
        ({ containerNumber: number, type, sealNumber, maxGrossKg, tareKg, shared, ...one }, at) => ({
          no: at + 1,
          containerNumber: number,
          type,
          ...(sealNumber !== undefined && { sealNumber }),
          ...(maxGrossKg !== undefined &&
            tareKg !== undefined && {
              payloadG: (numberToScaled(maxGrossKg, 3) ?? 0) - (numberToScaled(tareKg, 3) ?? 0),
            }),
          ...(shared === true && { isShared: true as const }),
          rows: one.rows ?? [],
        }),
      ),
      ...(packedOn !== undefined && { packedOn }),
      ...(packingDistrict !== undefined && { packingDistrict }),
    }),
  );

export type PackingRequest = z.output<typeof PackingRequest>;
