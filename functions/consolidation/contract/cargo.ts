import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { READERS } from './readers.ts';

const ContainerTypeJson = z.object({
  type: z.string().meta({ title: '箱型' }),
  marketName: z.string().meta({ title: '箱型俗称' }),
  lengthMm: z.int().meta({ title: '内长（毫米）' }),
  widthMm: z.int().meta({ title: '内宽（毫米）' }),
  heightMm: z.int().meta({ title: '内高（毫米）' }),
  doorHeightMm: z.int().optional().meta({ title: '门高（毫米）' }),
  payloadKg: z.number().meta({ title: '载重（千克）' }),
  maxFill: z.number().optional().meta({ title: '容积利用上限', description: 'A share from 0 to 1' }),
});

/** Equal cartons of one trade line, numbered in it from `firstCartonNo`; edges as the carton was measured. */
const CartonGroupJson = z.object({
  id: z.string().meta({ title: '货箱组' }),
  tradeId: z.string().meta({ title: '交易' }),
  lineNo: z.int().meta({ title: '交易行号' }),
  firstCartonNo: z.int().meta({ title: '起始箱号' }),
  count: z.int().meta({ title: '箱数' }),
  name: z.string().meta({ title: '商品名称' }),
  lengthMm: z.int().meta({ title: '长（毫米）' }),
  widthMm: z.int().meta({ title: '宽（毫米）' }),
  heightMm: z.int().meta({ title: '高（毫米）' }),
  grossWeightKg: z.number().meta({ title: '每箱毛重（千克）' }),
  thisSideUp: z.boolean().meta({ title: '不得倒置' }),
  stackable: z.boolean().meta({ title: '可堆码' }),
  maxLoadKg: z.number().optional().meta({ title: '箱顶最大承重（千克）' }),
  segregation: z.string().meta({ title: '隔离类别' }),
});

const CargoJson = z.object({
  id: z.string(),
  containerTypes: z.array(ContainerTypeJson).meta({ title: '可用箱型' }),
  cartons: z.array(CartonGroupJson).meta({ title: '货箱' }),
  conflicts: z
    .array(z.tuple([z.string(), z.string()]))
    .meta({ title: '不得同箱的隔离类别', description: 'Pairs of `segregation`' }),
  requireSupport: z.boolean().meta({ title: '货箱底面须受支承' }),
  supportShare: z.number().optional().meta({ title: '受支承底面的最小比例' }),
  clearanceMm: z.int().optional().meta({ title: '箱顶与箱门处预留间隙（毫米）' }),
});

concepts({ ContainerType: ContainerTypeJson, PackedCartonGroup: CartonGroupJson, Cargo: CargoJson });

export type CargoJson = z.input<typeof CargoJson>;

export const cargoApi = contract({
  getCargo: {
    method: 'GET',
    path: '/v1/consolidations/{id}/cargo',
    summary:
      'What a consolidation loads and by which rules: its cartons as last measured, the container types on offer, what must ' +
      'not share a container. With the placements of the consolidation it is all that judges a load',
    roles: READERS,
    success: { status: 200, schema: CargoJson },
    problems: [],
  },
});
