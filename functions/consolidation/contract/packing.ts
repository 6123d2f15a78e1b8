import { z } from 'zod';
import { ConsolidationStatus } from '../../events/consolidation.ts';
import { contract } from '../../shared/http/contract.ts';
import { FindingJson, MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { JUDGED_NAMES, VERDICT_NAMES } from '../domain/names.ts';
import { PackingRequest } from '../domain/packing-request.ts';
import { READERS } from './readers.ts';

/** Cartons of a trade or of one of its lines in a container; what the list does not state is absent, and no zero. */
const LoadedRowJson = z.object({
  tradeId: z.string().meta({ title: '交易' }),
  tradeNumber: z.string().optional().meta({ title: '交易单号' }),
  lineNo: z.int().optional().meta({ title: '交易行号' }),
  name: z.string().optional().meta({ title: '商品名称' }),
  cartons: z.int().optional().meta({ title: '箱数' }),
  grossWeightKg: z.number().optional().meta({ title: '毛重（千克）' }),
  volumeM3: z.number().optional().meta({ title: '体积（立方米）' }),
});

/** Its figures are absent where not all of its rows are known. */
const LoadedContainerJson = z.object({
  no: z.int().meta({ title: '序号' }),
  /** 装箱单号: the consolidation's number and the container's in the list. */
  packingNumber: z.string().optional().meta({ title: '装箱单号' }),
  containerNumber: z.string().meta({ title: '箱号' }),
  type: z.string().meta({ title: '箱型' }),
  sealNumber: z.string().optional().meta({ title: '封号' }),
  shared: z.literal(true).optional().meta({ title: '与其他组货单同箱' }),
  /** By its CSC plate. */
  payloadKg: z.number().optional().meta({ title: '铭牌载重（千克）' }),
  cartons: z.int().optional().meta({ title: '箱数' }),
  grossWeightKg: z.number().optional().meta({ title: '毛重（千克）' }),
  volumeM3: z.number().optional().meta({ title: '体积（立方米）' }),
  /** Empty where the list names everything of the consolidation. */
  rows: z.array(LoadedRowJson).meta({ title: '箱内货物' }),
});

/** A declaration of what was loaded; masses, and quantities by mass, are absent where nobody has weighed the goods. */
const LoadedDeclarationJson = z.object({
  no: z.int().meta({ title: '序号' }),
  buyerId: z.string().meta({ title: '采购商编号' }),
  totalUsd: MoneyJson.meta({ title: '总价（美元）' }),
  containerNos: z.array(z.int()).meta({ title: '集装箱序号' }),
  lines: z
    .array(
      z.object({
        hsCode: z.string().meta({ title: '商品编码' }),
        name: z.string().meta({ title: '商品名称' }),
        amount: MoneyJson.meta({ title: '金额' }),
        quantity: z.number().optional().meta({ title: '成交数量' }),
        unit: z.string().meta({ title: '成交单位' }),
        netWeightKg: z.number().optional().meta({ title: '净重（千克）' }),
        grossWeightKg: z.number().optional().meta({ title: '毛重（千克）' }),
        mergedFrom: z
          .array(z.object({ tradeId: z.string().meta({ title: '交易' }), lineNo: z.int().meta({ title: '交易行号' }) }))
          .meta({ title: '合并自' }),
        explanation: z.string().optional().meta({ title: '说明' }),
        flags: z.array(z.string()).optional().meta({ title: '提示' }),
      }),
    )
    .meta({ title: '报关商品' }),
});

/** By the plan and by the list. */
const COMPARED = { planned: z.int().meta({ title: '方案' }), loaded: z.int().meta({ title: '实装' }) };

const PackingJson = z.object({
  id: z.string().meta({ title: '组货单编号' }),
  consolidationNumber: z.string().optional().meta({ title: '组货单号' }),
  status: ConsolidationStatus.meta({ title: '状态' }),
  /** Counts the lists of the consolidation from 1; the last one is in force. */
  version: z.int().meta({ title: '清单版次' }),
  at: z.string().meta({ title: '报送时间' }),
  packedOn: z.string().optional().meta({ title: '装箱日期' }),
  packingDistrict: z.string().optional().meta({ title: '装箱地区县' }),
  /** 方案版次 of the plan in whose place it stands. */
  supersededRevision: z.int().optional().meta({ title: '被取代的方案版次' }),
  containers: z.array(LoadedContainerJson).meta({ title: '集装箱' }),
  verdicts: z
    .array(
      z.object({
        judged: named(JUDGED_NAMES).meta({ title: '判定事项' }),
        /** Number of the rule, where it has one. */
        rule: z.string().optional().meta({ title: '规则' }),
        /** Absent where it is about the whole list. */
        containerNo: z.int().optional().meta({ title: '集装箱序号' }),
        result: named(VERDICT_NAMES).meta({ title: '结果' }),
      }),
    )
    .meta({ title: '判定' }),
  findings: z.array(FindingJson).meta({ title: '发现' }),
  /** Absent where a rule refuses to plan them; the findings say which. */
  declarations: z.array(LoadedDeclarationJson).optional().meta({ title: '报关单' }),
  /** What was loaded otherwise than the plan had it; absent where there was no plan. */
  difference: z
    .object({
      types: z.array(z.object({ type: z.string().meta({ title: '箱型' }), ...COMPARED })).meta({ title: '各箱型' }),
      lines: z
        .array(
          z.object({
            tradeId: z.string().meta({ title: '交易' }),
            lineNo: z.int().meta({ title: '交易行号' }),
            ...COMPARED,
          }),
        )
        .meta({ title: '各行' }),
    })
    .optional()
    .meta({ title: '与方案的差异' }),
});

concepts({ PackingRequest, Packing: PackingJson });

export type PackingJson = z.input<typeof PackingJson>;

export const packingApi = contract({
  recordPacking: {
    method: 'POST',
    path: '/v1/consolidations/{id}/packing',
    summary:
      'Records what was loaded into which container, with or without a plan: the consolidation is confirmed, and sealed where ' +
      'every container is. As loaded beats as planned: a plan is superseded, and the declarations are planned anew. What the ' +
      'list does not state is not judged, and no zero. A later list replaces it; the same one changes nothing',
    roles: ['clerk', 'agent'],
    body: PackingRequest,
    success: { status: 200, schema: PackingJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
    idempotent: true,
    dryRun: true,
  },
  getPacking: {
    method: 'GET',
    path: '/v1/consolidations/{id}/packing',
    summary:
      'What was loaded, by the packing list in force: judged by what is known now, with its difference from the plan',
    roles: READERS,
    success: { status: 200, schema: PackingJson },
    problems: ['WRONG_STATE'],
  },
});
