import { VOUCHER_NAMES } from '../../events/names.ts';
import type { NODE_NAMES, RELATION_NAMES } from './names.ts';
import type { Consolidation, Entity, Goods, LineReference, TraceRecord, Trade } from './record.ts';
import { containerId, declarationId, declarationLineId, lineId } from './start.ts';

export interface Node {
  readonly id: string;
  readonly kind: keyof typeof NODE_NAMES;
  /** What it is called. */
  readonly label: string;
  readonly status?: string | undefined;
  /** Who answers for it: an entity's id. */
  readonly by?: string | undefined;
  /** When it came to be as it is; ISO 8601 instant, or a voucher's day. */
  readonly at?: string | undefined;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly relation: keyof typeof RELATION_NAMES;
  /** Only of an edge PACKED_IN. */
  readonly cartons?: number | undefined;
}

export interface Graph {
  readonly nodes: Node[];
  readonly edges: Edge[];
}

/** All records that the trade lines of a trace come from and went into. */
export interface Records {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly goods: ReadonlyMap<string, Goods>;
  readonly trades: ReadonlyMap<string, Trade>;
  readonly consolidations: readonly Consolidation[];
}

/**
 * The graph of trade lines: all that each comes from, back to the stall, and all that it went into. A trace of anything
 * is the trace of its trade lines; parts of records that none of them touches are left out, the record it starts from
 * never is.
 */
export function graphOf(start: TraceRecord, lines: readonly LineReference[], records: Records): Graph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const add = (node: Node): void => void nodes.set(node.id, node);
  const link = (edge: Edge): void => void edges.set(`${edge.from} ${edge.relation} ${edge.to}`, edge);
  const drawing = { add, link, records };
  drawStart(drawing, start);
  for (const [tradeId, own] of Map.groupBy(lines, (line) => line.tradeId)) {
    const trade = records.trades.get(tradeId);
    if (trade === undefined) continue;
    drawTrade(drawing, trade);
    for (const line of trade.lines) {
      if (own.some(({ lineNo }) => lineNo === line.lineNo)) drawLine(drawing, trade, line);
    }
  }
  const touched = new Set(lines.map(lineId).filter((id) => nodes.has(id)));
  for (const consolidation of records.consolidations) drawConsolidation(drawing, consolidation, touched);
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

interface Drawing {
  readonly add: (node: Node) => void;
  readonly link: (edge: Edge) => void;
  readonly records: Records;
}

function drawStart(drawing: Drawing, { type, detail }: TraceRecord): void {
  switch (type) {
    case 'ENTITY':
      return drawEntity(drawing, detail.entityId);
    case 'GOODS':
      return drawGoods(drawing, detail.goodsId);
    case 'TRADE':
      return drawTrade(drawing, detail);
    default:
      return drawConsolidation(drawing, detail, new Set());
  }
}

function drawTrade(drawing: Drawing, trade: Trade): void {
  const { tradeId, tradeNumber, merchantId, buyerId, tradeOperatorId, status, registeredAt, vouchers } = trade;
  drawing.add({ id: tradeId, kind: 'TRADE', label: tradeNumber ?? tradeId, status, by: merchantId, at: registeredAt });
  drawEntity(drawing, merchantId);
  drawing.link({ from: merchantId, to: tradeId, relation: 'SOLD' });
  drawEntity(drawing, buyerId);
  drawing.link({ from: buyerId, to: tradeId, relation: 'BOUGHT' });
  if (tradeOperatorId !== undefined) {
    drawEntity(drawing, tradeOperatorId);
    drawing.link({ from: tradeOperatorId, to: tradeId, relation: 'EXPORTS_FOR' });
  }
  for (const [index, { type, number, issuedOn }] of vouchers.entries()) {
    const id = `${tradeId}/V${index + 1}`;
    drawing.add({ id, kind: 'VOUCHER', label: `${VOUCHER_NAMES[type]} ${number}`, by: merchantId, at: issuedOn });
    drawing.link({ from: id, to: tradeId, relation: 'EVIDENCE_OF' });
  }
}

function drawLine(drawing: Drawing, trade: Trade, line: Trade['lines'][number]): void {
  const { tradeId, status, merchantId, registeredAt } = trade;
  const id = lineId({ tradeId, lineNo: line.lineNo });
  const label = `${line.nameZh} ${line.hsCode}`;
  drawing.add({ id, kind: 'LINE', label, status, by: merchantId, at: registeredAt });
  drawing.link({ from: tradeId, to: id, relation: 'HAS_LINE' });
  drawGoods(drawing, line.goodsId);
  drawing.link({ from: line.goodsId, to: id, relation: 'SOLD_AS' });
}

/** Goods, with who filed and who produced them; by their id alone where their event has not arrived. */
function drawGoods({ records, add, link }: Drawing, goodsId: string): void {
  const goods = records.goods.get(goodsId);
  add({
    id: goodsId,
    kind: 'GOODS',
    label: goods === undefined ? goodsId : `${goods.nameZh} ${goods.goodsNumber}`,
    status: goods?.status,
    by: goods?.merchantId,
    at: goods?.at,
  });
  if (goods === undefined) return;
  drawEntity({ records, add, link }, goods.merchantId);
  link({ from: goods.merchantId, to: goodsId, relation: 'FILED' });
  if (goods.producerId === undefined) return;
  drawEntity({ records, add, link }, goods.producerId);
  link({ from: goods.producerId, to: goodsId, relation: 'PRODUCED' });
}

/** A party, with the stall of a merchant; by its id alone where its event has not arrived. */
function drawEntity({ records, add, link }: Drawing, entityId: string): void {
  const entity = records.entities.get(entityId);
  const label = entity === undefined ? entityId : `${entity.name} ${entity.filingNumber}`;
  add({ id: entityId, kind: 'ENTITY', label, status: entity?.status, by: entityId, at: entity?.at });
  if (entity?.stall === undefined) return;
  const id = `${entityId}/S`;
  add({ id, kind: 'STALL', label: entity.stall, by: entityId, at: entity.at });
  link({ from: id, to: entityId, relation: 'STALL_OF' });
}

function drawConsolidation(drawing: Drawing, consolidation: Consolidation, touched: ReadonlySet<string>): void {
  const { add, link } = drawing;
  const { consolidationId, consolidationNumber, consolidatorId, tradeIds, status, at } = consolidation;
  add({
    id: consolidationId,
    kind: 'CONSOLIDATION',
    label: consolidationNumber ?? consolidationId,
    status,
    by: consolidatorId,
    at,
  });
  drawEntity(drawing, consolidatorId);
  link({ from: consolidatorId, to: consolidationId, relation: 'CONSOLIDATED' });
  const inside = [...touched].filter((id) => tradeIds.includes(id.slice(0, id.lastIndexOf(':'))));
  if (inside.length === 0) return;
  for (const from of inside) link({ from, to: consolidationId, relation: 'CONSOLIDATED_IN' });
  for (const container of consolidation.containers) drawContainer(drawing, consolidation, container, touched);
  for (const declaration of consolidation.declarations) drawDeclaration(drawing, consolidation, declaration, touched);
}

function drawContainer(
  { add, link }: Drawing,
  { consolidationId, consolidatorId, status, at }: Consolidation,
  { no, type, packingNumber, containerNumber, lines }: Consolidation['containers'][number],
  touched: ReadonlySet<string>,
): void {
  const packed = lines?.filter((line) => touched.has(lineId(line)));
  if (packed?.length === 0) return;
  const id = containerId(consolidationId, no);
  add({
    id,
    kind: 'CONTAINER',
    label: `${containerNumber ?? packingNumber ?? `第 ${no} 箱`} ${type}`,
    status,
    by: consolidatorId,
    at,
  });
  link({ from: consolidationId, to: id, relation: 'HAS_CONTAINER' });
  for (const line of packed ?? []) {
    link({ from: lineId(line), to: id, relation: 'PACKED_IN', cartons: line.cartons });
  }
}

function drawDeclaration(
  { add, link }: Drawing,
  { consolidationId, consolidatorId, status, at }: Consolidation,
  { no, lines }: Consolidation['declarations'][number],
  touched: ReadonlySet<string>,
): void {
  const declared = lines?.filter(({ mergedFrom }) => mergedFrom.some((line) => touched.has(lineId(line))));
  if (declared?.length === 0) return;
  const common = { status, by: consolidatorId, at };
  const id = declarationId(consolidationId, no);
  add({ id, kind: 'DECLARATION', label: `第 ${no} 票报关单`, ...common });
  link({ from: consolidationId, to: id, relation: 'HAS_DECLARATION' });
  for (const { lineNo, hsCode, mergedFrom } of declared ?? []) {
    const to = declarationLineId(consolidationId, no, lineNo);
    add({ id: to, kind: 'DECLARATION_LINE', label: `第 ${lineNo} 项 ${hsCode}`, ...common });
    link({ from: id, to, relation: 'HAS_DECLARATION_LINE' });
    for (const line of mergedFrom) {
      if (touched.has(lineId(line))) link({ from: lineId(line), to, relation: 'DECLARED_IN' });
    }
  }
}
