import { z } from 'zod';
import { notFound, Problem } from '../../../shared/http/problem.ts';
import { MoneyJson } from '../../../shared/http/schemas.ts';
import { countryName, unitName } from '../../domain/codes.ts';
import { ALL_COLUMNS, type ColumnKey } from '../../domain/sheet/columns.ts';
import { packageWord } from '../../domain/sheet/row.ts';
import type { ImportStore, Packages } from '../../store/imports.ts';
import type { Registry } from '../registry.ts';

const TradePage = z.object({ items: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });

const Carton = z.object({
  count: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
});

const Line = z.object({
  goodsId: z.string(),
  hsCode: z.string(),
  name: z.string(),
  specification: z.string(),
  brand: z.object({ name: z.string().optional() }),
  quantity: z.number(),
  unit: z.string(),
  legalQuantity: z.number(),
  secondQuantity: z.number().optional(),
  unitPrice: z.string(),
  amount: z.string(),
  grossWeightKg: z.number(),
  netWeightKg: z.number(),
  cartons: z.array(Carton),
});

const Trade = z.object({
  id: z.string(),
  merchantId: z.string(),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  total: MoneyJson,
  lines: z.array(Line),
});

const Entity = z.object({ filingNumber: z.string(), name: z.string() });
const Goods = z.object({ ownCode: z.string().optional(), producerId: z.string().optional() });

type Trade = z.infer<typeof Trade>;

/** Reads of other capabilities at a time. */
const AT_ONCE = 8;

/**
 * A page of the caller's trades as rows of the 联网清单, titles first. Parties go by their filing numbers, so that the sheet
 * reads back into the same trades.
 */
export async function exportTrades(
  registry: Registry,
  store: ImportStore,
  districtId: string,
  query: Readonly<Record<string, string>>,
): Promise<{ rows: string[][]; nextCursor: string | null }> {
  const page = await registry.send('TradeApi', { method: 'GET', path: '/v1/trades', query }, TradePage);
  if (page.refused) throw new Problem('BAD_PARAMETER', page.refused.detail);
  const { items, nextCursor } = page.done;
  const trades = await readAll(
    registry,
    'TradeApi',
    '/v1/trades/{id}',
    items.map(({ id }) => id),
    Trade,
  );
  const entityIds = [...trades.values()].flatMap(({ merchantId, buyerId, tradeOperatorId }) => [
    merchantId,
    buyerId,
    ...(tradeOperatorId === undefined ? [] : [tradeOperatorId]),
  ]);
  const goodsIds = [...trades.values()].flatMap(({ lines }) => lines.map(({ goodsId }) => goodsId));
  const goods = await readAll(registry, 'FilingApi', '/v1/goods/{id}', goodsIds, Goods);
  const producerIds = [...goods.values()].flatMap(({ producerId }) => producerId ?? []);
  const [entities, packages] = await Promise.all([
    readAll(registry, 'FilingApi', '/v1/entities/{id}', [...entityIds, ...producerIds], Entity),
    store.packages(districtId, [...trades.keys()]),
  ]);
  const rows = [...trades.values()].flatMap((trade) =>
    trade.lines.map((line, index) =>
      rowOf(trade, line, packages.get(trade.id)?.lines[index], {
        party: (id) => entities.get(id ?? '')?.filingNumber ?? '',
        producer: entities.get(goods.get(line.goodsId)?.producerId ?? '')?.name ?? '',
        ownCode: goods.get(line.goodsId)?.ownCode ?? '',
      }),
    ),
  );
  return { rows: [ALL_COLUMNS.map(({ title }) => title), ...rows], nextCursor };
}

function rowOf(
  trade: Trade,
  line: Trade['lines'][number],
  declared: Packages['lines'][number] | undefined,
  named: { readonly party: (id: string | undefined) => string; readonly producer: string; readonly ownCode: string },
): string[] {
  const isMeasured = line.cartons.length > 0;
  const [carton, ...others] = line.cartons;
  // Cartons of one size may differ in weight; the sheet has a column for the size, and the weight of all.
  const only = others.every((other) => carton && isSameSize(other, carton)) ? carton : undefined;
  const cells: Readonly<Record<ColumnKey, string | number | undefined>> = {
    merchant: named.party(trade.merchantId),
    name: line.name,
    hsCode: line.hsCode,
    ownCode: named.ownCode,
    specification: line.specification,
    producer: named.producer,
    brand: line.brand.name ?? '无',
    quantity: line.quantity,
    unit: unitName(line.unit),
    packages: isMeasured ? line.cartons.reduce((sum, { count }) => sum + count, 0) : declared?.packages,
    packageKind: packageWord(declared?.packageKind ?? '22'),
    currency: trade.total.currency,
    amount: line.amount,
    weight: isMeasured ? line.grossWeightKg : declared?.weightKg,
    unitPrice: line.unitPrice,
    legalQuantity: line.legalQuantity,
    secondQuantity: line.secondQuantity,
    netWeight: isMeasured ? line.netWeightKg : undefined,
    lengthMm: only?.lengthMm,
    widthMm: only?.widthMm,
    heightMm: only?.heightMm,
    trade: trade.id,
    buyer: named.party(trade.buyerId),
    tradeOperator: named.party(trade.tradeOperatorId),
    destination: countryName(trade.destinationCountry),
    port: trade.portOfDischarge,
  };
  return ALL_COLUMNS.map(({ key }) => String(cells[key] ?? ''));
}

type Carton = Trade['lines'][number]['cartons'][number];

const isSameSize = (one: Carton, other: Carton): boolean =>
  one.lengthMm === other.lengthMm && one.widthMm === other.widthMm && one.heightMm === other.heightMm;

/** Records by their identifiers, each read once. */
async function readAll<S extends z.ZodType>(
  registry: Registry,
  functionName: 'FilingApi' | 'TradeApi',
  path: `/v1/${string}`,
  ids: readonly string[],
  schema: S,
): Promise<Map<string, z.output<S>>> {
  const found = new Map<string, z.output<S>>();
  const waiting = [...new Set(ids)];
  // The order of the identifiers is the order of the answer.
  const order = [...waiting];
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const outcome = await registry.send(functionName, { method: 'GET', path, params: { id } }, schema);
      if (outcome.refused) throw notFound();
      found.set(id, outcome.done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return new Map(
    order.flatMap((id): [string, z.output<S>][] => (found.has(id) ? [[id, found.get(id) as z.output<S>]] : [])),
  );
}
