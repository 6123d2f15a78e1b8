import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stallForm } from '../../../functions/shared/kernel/stall-form.ts';
import { type Edge, type Graph, graphOf, type Records } from '../../../functions/trace/domain/graph.ts';
import { NODE_NAMES } from '../../../functions/trace/domain/names.ts';
import type { LineReference } from '../../../functions/trace/domain/record.ts';
import { containerId, declarationLineId, lineId, parseStart } from '../../../functions/trace/domain/start.ts';
import { idOf, type World, worlds } from './world.ts';

const recordsOf = ({ entities, goods, trades, consolidation }: World): Records => ({
  entities: new Map(entities.map((one) => [one.entityId, one])),
  goods: new Map(goods.map((one) => [one.goodsId, one])),
  trades: new Map(trades.map((one) => [one.tradeId, one])),
  consolidations: [consolidation],
});

const graphFrom = (world: World, lines: readonly LineReference[]): Graph =>
  graphOf({ type: 'CONSOLIDATION', detail: world.consolidation }, lines, recordsOf(world));

/** All nodes from which a node can be reached. */
function originsIn(edges: readonly Edge[], to: string): Set<string> {
  const found = new Set([to]);
  for (const id of found) for (const edge of edges) if (edge.to === id) found.add(edge.from);
  return found;
}

describe('a trace', () => {
  it('leads from every carton of a container back to its goods, merchant and stall', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { no, lines = [] } of world.consolidation.containers) {
          const graph = graphFrom(world, lines);
          const id = containerId(world.consolidation.consolidationId, no);
          const origins = originsIn(graph.edges, id);
          for (const { tradeId, lineNo, cartons } of lines) {
            const { goodsId } =
              world.trades.find((one) => one.tradeId === tradeId)?.lines.find((one) => one.lineNo === lineNo) ?? {};
            const { merchantId = '', producerId } = world.goods.find((one) => one.goodsId === goodsId) ?? {};
            const chain = [lineId({ tradeId, lineNo }), tradeId, `${tradeId}/V1`, goodsId, merchantId, producerId];
            expect([...chain, `${merchantId}/S`].filter((one) => !origins.has(one ?? ''))).toEqual([]);
            expect(cartons).toBeGreaterThan(0);
          }
          for (const { tradeId, lineNo } of lines) {
            const packed = graph.edges.find(
              (edge) => edge.relation === 'PACKED_IN' && edge.to === id && edge.from === `${tradeId}:${lineNo}`,
            );
            expect(packed).toBeDefined();
          }
        }
      }),
    );
  });

  it('names for every line the one declaration line that it was merged into', () => {
    fc.assert(
      fc.property(worlds, ({ ...world }) => {
        for (const { tradeId, lines } of world.trades) {
          for (const { lineNo } of lines) {
            const { edges } = graphFrom(world, [{ tradeId, lineNo }]);
            const declared = edges.filter(({ relation }) => relation === 'DECLARED_IN');
            const { consolidationId, declarations } = world.consolidation;
            const expected = declarations.flatMap(({ no, lines: own = [] }) =>
              own
                .filter((one) => one.mergedFrom.some((from) => from.tradeId === tradeId && from.lineNo === lineNo))
                .map((one) => declarationLineId(consolidationId, no, one.lineNo)),
            );
            expect(declared.map(({ to }) => to)).toEqual(expected);
            expect(declared).toHaveLength(1);
          }
        }
      }),
    );
  });

  it('has no cycle, no edge without its nodes and nothing that no line touches', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.boolean()), (world, choices) => {
        const lines = world.trades
          .flatMap(({ tradeId, lines: own }) => own.map(({ lineNo }) => ({ tradeId, lineNo })))
          .filter(() => choices.next().value);
        const { nodes, edges } = graphFrom(world, lines);
        const kinds = new Map(nodes.map((node) => [node.id, Object.keys(NODE_NAMES).indexOf(node.kind)]));
        expect(kinds.size).toBe(nodes.length);
        for (const { from, to } of edges) {
          expect(kinds.get(from)).toBeDefined();
          expect(kinds.get(from)).toBeLessThan(kinds.get(to) ?? -1);
        }
        const shown = nodes.filter(({ kind }) => kind === 'LINE').map(({ id }) => id);
        expect(shown.toSorted()).toEqual(lines.map(lineId).toSorted());
        for (const { id, kind } of nodes) {
          if (kind !== 'CONTAINER' && kind !== 'DECLARATION_LINE') continue;
          expect(edges.some((edge) => edge.to === id && shown.includes(edge.from))).toBe(true);
        }
      }),
    );
  });

  it('still reaches a container whose event was too large to name its lines', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const bare = {
          ...world.consolidation,
          containers: world.consolidation.containers.map(({ lines: _lines, ...container }) => container),
          declarations: world.consolidation.declarations.map(({ no }) => ({ no })),
        };
        const lines = world.trades.flatMap(({ tradeId, lines: own }) => own.map(({ lineNo }) => ({ tradeId, lineNo })));
        const { edges } = graphFrom({ ...world, consolidation: bare }, lines);
        for (const { no } of bare.containers) {
          const origins = originsIn(edges, containerId(bare.consolidationId, no));
          expect(lines.filter((line) => !origins.has(lineId(line)))).toEqual([]);
        }
      }),
    );
  });
});

describe('parseStart', () => {
  const [trade, consolidation] = [idOf('trade', 1), idOf('consolidation', 1)];
  it.each([
    [trade, { by: 'RECORD', id: trade }],
    [`${trade}:12`, { by: 'RECORD', id: trade, part: { of: 'LINE', lineNo: 12 } }],
    [` ${consolidation}/C2 `, { by: 'RECORD', id: consolidation, part: { of: 'CONTAINER', no: 2 } }],
    [`${consolidation}/1`, { by: 'RECORD', id: consolidation, part: { of: 'DECLARATION', no: 1 } }],
    [`${consolidation}/1/7`, { by: 'RECORD', id: consolidation, part: { of: 'DECLARATION', no: 1, lineNo: 7 } }],
    ['cbhu 987654 7', { by: 'NUMBER', number: 'CBHU9876547' }],
    ['ＣＢＨＵ９８７６５４７', { by: 'NUMBER', number: 'CBHU9876547' }],
    [' CBHU·987654－⑦ ', { by: 'NUMBER', number: 'CBHU9876547' }],
    ['渝关（2026）第12号', { by: 'NUMBER', number: '渝关2026第12号' }],
    [`${trade}:x`, { by: 'NUMBER', number: `${trade.toUpperCase().replaceAll('-', '')}X` }],
    ['', { by: 'NUMBER', number: '' }],
  ])('%s', (given, expected) => {
    expect(parseStart(given)).toMatchObject(expected);
  });

  it.each([
    ['ZD5001112026000012-01', { packing: { consolidationNumber: 'ZD5001112026000012', containerNo: 1 } }],
    ['ZD5001112026000012', { packing: undefined }],
    ['9H04AY-1 C/5', { mark: { mark: '9H04AY', lineNo: 1 } }],
    ['１２３４', { phoneTail: '1234', stall: '1234' }],
    ['12345', { phoneTail: undefined }],
    ['138 1234', { phoneTail: undefined }],
    ['12-34', { phoneTail: '1234' }],
  ])('reads “%s” by what else it may be', (given, expected) => {
    expect(parseStart(given)).toMatchObject(expected);
  });
});

describe('a stall', () => {
  it.each([
    ['A区1层018号', ['A-1-18', 'a/1/018', 'A区 1层 18号', 'Ａ区１层１８号', 'A 1 18', 'A区/1层/018铺']],
    ['B12号', ['b12', 'B-12', 'B012号']],
    ['五金街18号', ['五金街18', '五金街 018号']],
  ])('%s is looked for however it is said', (written, said) => {
    for (const one of said) expect(stallForm(one), one).toBe(stallForm(written));
  });

  it.each([
    ['A区1层018号', 'A区11层8号'],
    ['A区1层018号', 'A区1层18号之1'],
    ['A118号', 'A区1层18号'],
    ['A区1层018号', 'B区1层018号'],
  ])('%s is not %s', (one, other) => {
    expect(stallForm(one)).not.toBe(stallForm(other));
  });

  it('keeps its form when it is formed again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(stallForm(stallForm(text))).toBe(stallForm(text));
      }),
    );
  });
});
