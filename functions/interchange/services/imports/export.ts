import { z } from 'zod';
import { notFound, Problem } from '../../../shared/http/problem.ts';
import { MoneyJson } from '../../../shared/http/schemas.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { nameOf } from '../../../shared/reference/names.ts';
import { packageWord } from '../../domain/sheet/codes.ts';
import { ALL_COLUMNS, type ColumnKey } from '../../domain/sheet/columns.ts';
import type { ImportStore, Packages } from '../../store/imports.ts';
import type { OtherApis } from '../other-apis.ts';

const TradePage = z.object({ items: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });

const Carton = z.object({
  count: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
});

const Line = z.object({
  ownCode: z.string().optional(),
  producerName: z.string().optional(),
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
  tradeNumber: z.string().optional(),
  merchantName: z.string(),
  merchantFilingNumber: z.string().optional(),
  buyerName: z.string().optional(),
  buyerFilingNumber: z.string().optional(),
  tradeOperatorName: z.string().optional(),
  tradeOperatorFilingNumber: z.string().optional(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  total: MoneyJson,
  lines: z.array(Line),
});

type Trade = z.infer<typeof Trade>;

/** Trades read at a time. */
const AT_ONCE = 8;

/**
 * A page of the caller's trades as rows of the 联网清单, titles first. Parties go by their filing numbers, so that the sheet
 * reads back into the same trades, else by the names that the trade tells: trades of a release before the first know no
 * filing numbers. Both are what the trade itself tells: a party of it may not read the others' records.
 */
export async function exportTrades(
  apis: OtherApis,
  store: ImportStore,
  query: Readonly<Record<string, string>>,
  lists: Lists,
): Promise<{ rows: string[][]; nextCursor: string | null }> {
  const page = await apis.send('TradeApi', { method: 'GET', path: '/v1/trades', query }, TradePage);
  if (page.refused) throw new Problem('BAD_PARAMETER', page.refused.detail);
  const { items, nextCursor } = page.done;
  const ids = items.map(({ id }) => id);
  const [trades, packages] = await Promise.all([readTrades(apis, ids), store.packages(ids)]);
  const rows = trades.flatMap((trade) =>
    trade.lines.map((line, index) => rowOf(trade, line, packages.get(trade.id)?.lines[index], lists)),
  );
  return { rows: [ALL_COLUMNS.map(({ title }) => title), ...rows], nextCursor };
}

function rowOf(
  trade: Trade,
  line: Trade['lines'][number],
  declared: Packages['lines'][number] | undefined,
  lists: Lists,
): string[] {
  const isMeasured = line.cartons.length > 0;
  const [carton, ...others] = line.cartons;
  // Cartons of one size may differ in weight; the sheet has a column for the size, and the weight of all.
  const only = others.every((other) => carton && isSameSize(other, carton)) ? carton : undefined;
  const cells: Readonly<Record<ColumnKey, string | number | undefined>> = {
    merchant: trade.merchantFilingNumber ?? trade.merchantName,
    name: line.name,
    hsCode: line.hsCode,
    ownCode: line.ownCode,
    specification: line.specification,
    producer: line.producerName,
    brand: line.brand.name ?? '无',
    quantity: line.quantity,
    unit: nameOf(lists.units, line.unit),
    packages: isMeasured ? line.cartons.reduce((sum, { count }) => sum + count, 0) : declared?.packages,
    packageKind: packageWord(declared?.packageKind ?? '22', lists),
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
    trade: trade.tradeNumber ?? trade.id,
    buyer: trade.buyerFilingNumber ?? trade.buyerName,
    tradeOperator: trade.tradeOperatorFilingNumber ?? trade.tradeOperatorName,
    destination: nameOf(lists.countries, trade.destinationCountry),
    port: trade.portOfDischarge,
  };
  return ALL_COLUMNS.map(({ key }) => String(cells[key] ?? ''));
}

type Carton = Trade['lines'][number]['cartons'][number];

const isSameSize = (one: Carton, other: Carton): boolean =>
  one.lengthMm === other.lengthMm && one.widthMm === other.widthMm && one.heightMm === other.heightMm;

/** Trades in the order of their identifiers. */
async function readTrades(apis: OtherApis, ids: readonly string[]): Promise<Trade[]> {
  const found = new Map<string, Trade>();
  const waiting = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const call = { method: 'GET', path: '/v1/trades/{id}', params: { id } } as const;
      const outcome = await apis.send('TradeApi', call, Trade);
      if (outcome.refused) throw notFound();
      found.set(id, outcome.done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return ids.flatMap((id) => found.get(id) ?? []);
}
