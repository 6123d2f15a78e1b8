import { z } from 'zod';
import type { Budget, LoadRequest } from '../model.ts';

const edge = (title: string): z.ZodNumber => z.int().min(1).max(100_000).meta({ title });
const kilograms = (title: string): z.ZodNumber => z.number().min(0).max(1_000_000).meta({ title });

const Container = z.strictObject({
  type: z.string().min(1).default('CONTAINER').meta({ title: '箱型' }),
  lengthMm: edge('箱内长（毫米）'),
  widthMm: edge('箱内宽（毫米）'),
  heightMm: edge('箱内高（毫米）'),
  doorHeightMm: edge('门高（毫米）').exactOptional(),
  payloadKg: kilograms('最大载重（千克）').exactOptional(),
});

const Offered = Container.extend({
  cost: z.number().min(0).default(1).meta({ title: '费用' }),
  count: z.int().min(0).max(10_000).exactOptional().meta({ title: '可用数量' }),
});

const Item = z.strictObject({
  id: z.string().min(1).meta({ title: '货物编号' }),
  lengthMm: edge('长（毫米）'),
  widthMm: edge('宽（毫米）'),
  heightMm: edge('高（毫米）'),
  weightKg: kilograms('每箱毛重（千克）').default(0),
  count: z.int().min(0).max(100_000).meta({ title: '箱数' }),
  orientations: z
    .strictObject({ length: z.boolean(), width: z.boolean(), height: z.boolean() })
    .refine((o) => o.length || o.width || o.height, '至少允许一条棱直立，请把其中一项设为是')
    .default({ length: true, width: true, height: true })
    .meta({ title: '可直立的棱' }),
  stackable: z.boolean().exactOptional().meta({ title: '可否堆放' }),
  maxLoadKg: kilograms('顶面最大承重（千克）').exactOptional(),
  group: z.string().exactOptional().meta({ title: '货主' }),
  segregation: z.string().exactOptional().meta({ title: '隔离类别' }),
  stop: z.int().min(1).max(100).exactOptional().meta({ title: '卸货顺序' }),
});

function inGrams<T extends { payloadKg?: number }>({
  payloadKg,
  ...container
}: T): Omit<T, 'payloadKg'> & { payloadG: number } {
  return { ...container, payloadG: payloadKg === undefined ? Number.MAX_SAFE_INTEGER : grams(payloadKg) };
}

/** Greatest number of cartons of one instance: so many are planned in seconds, far more would not be in minutes. */
const MAX_CARTONS = 200_000;

/** One load-planning problem on its own, as `npm run plan` reads it: lengths whole millimetres, masses kilograms. */
export const Instance = z
  .strictObject({
    container: Container.transform(inGrams).exactOptional().meta({ title: '集装箱' }),
    containers: z.array(Offered.transform(inGrams)).min(1).max(20).exactOptional().meta({ title: '可用箱型' }),
    items: z
      .array(
        Item.transform(({ weightKg, maxLoadKg, ...item }) => ({
          ...item,
          massG: grams(weightKg),
          ...(maxLoadKg === undefined ? {} : { maxLoadG: grams(maxLoadKg) }),
        })),
      )
      .max(20_000)
      .refine(
        (items) => items.reduce((sum, { count }) => sum + count, 0) <= MAX_CARTONS,
        `货箱总数超过 ${MAX_CARTONS} 箱，请分批计算`,
      )
      .refine(
        (items) => new Set(items.map(({ id }) => id)).size === items.length,
        '货物编号重复，请给每种货物一个不同的编号',
      )
      .meta({ title: '货物' }),
    requireSupport: z.boolean().default(false).meta({ title: '是否要求支承' }),
    supportShare: z.number().min(0).max(1).exactOptional().meta({ title: '底面受支承的最小比例' }),
    seed: z.int().default(1).meta({ title: '随机种子' }),
    clearanceMm: z.int().min(0).exactOptional().meta({ title: '预留间隙（毫米）' }),
    conflicts: z
      .array(z.tuple([z.string(), z.string()]))
      .exactOptional()
      .meta({ title: '不得同箱的类别' }),
  })
  .refine(
    ({ container, containers }) => (container === undefined) !== (containers === undefined),
    '请给出一个集装箱或可用箱型，二者取其一',
  );

/**
 * The planner's request for an instance: `container` is one container to fill as far as it goes; `containers` are on offer
 * to take the whole cargo.
 */
export function requestOf(instance: z.output<typeof Instance>, budget: Budget): LoadRequest {
  const { container, containers, ...rest } = instance;
  return { ...rest, containers: containers ?? [{ ...container!, cost: 1, count: 1 }], budget };
}

function grams(kilogram: number): number {
  return Math.round(kilogram * 1000);
}
