import type { Caller } from '../../shared/auth/caller.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Trace, TraceApi } from '../contract/index.ts';
import { graphOf } from '../domain/graph.ts';
import { idOf, type TraceRecord } from '../domain/record.ts';
import { containerId, type Part, parseStart, startNode } from '../domain/start.ts';
import { isOwn, linesTouching } from '../domain/visibility.ts';
import { collect } from '../services/collect.ts';
import { traceStore } from '../store/index.ts';

/** A container is used again and again, a voucher by several trades; a trace shows the latest. */
const MAX_STARTS = 5;

/** The latest traces that are searched for a party's own, so that others of the same number do not hide them. */
const MAX_SEARCHED = 40;

/** One place where a trace begins. */
interface Found {
  readonly record: TraceRecord;
  readonly part: Part | undefined;
  readonly node: string;
}

/** Where goods come from and where they went. */
export function traceOperations(runtime: Runtime): Operations<TraceApi> {
  const store = traceStore(runtime.table);

  /** The records that a start names in the districts that the caller reads. */
  const find = async (caller: Caller, given: string, districts: Lists['districts']): Promise<Found[]> => {
    const start = parseStart(given);
    const most = isParty(caller) ? MAX_SEARCHED : MAX_STARTS;
    for (const districtId of districtsOf(caller, undefined, districts)) {
      const ids = start.by === 'RECORD' ? [start.id] : await store.numbered(districtId, start.number, most);
      const records = await store.records(districtId, ids);
      const found = records.flatMap((record) =>
        start.by === 'RECORD' ? at(record, start.part) : numberedParts(record, start.number),
      );
      if (found.length > 0) return found;
    }
    return [];
  };

  /** What the caller may see from a start: everything for an office, for a party what touches it. */
  const view = async (caller: Caller, { record, part }: Found) => {
    const { lines, records, truncated } = await collect(store, record.detail.districtId, record, part);
    if (!isParty(caller)) return { ...graphOf(record, lines, records), truncated };
    const { entityId } = caller;
    if (entityId === undefined) return undefined;
    const own = linesTouching(lines, records, entityId);
    if (own.length === 0 && !isOwn(record, entityId)) return undefined;
    return { ...graphOf(record, own, records), truncated };
  };

  return {
    trace: async ({ caller, params, at: now }) => {
      const { districts } = await runtime.reference.at(now);
      const body: Trace = { starts: [], nodes: [], edges: [], truncated: false };
      const nodes = new Map<string, Trace['nodes'][number]>();
      const edges = new Map<string, Trace['edges'][number]>();
      for (const found of await find(caller, params['start'] ?? '', districts)) {
        if (isParty(caller) && body.starts.length === MAX_STARTS) break;
        const seen = await view(caller, found);
        if (seen === undefined) continue;
        body.starts.push(found.node);
        body.truncated ||= seen.truncated;
        for (const node of seen.nodes) nodes.set(node.id, node);
        for (const edge of seen.edges) edges.set(`${edge.from} ${edge.relation} ${edge.to}`, edge);
      }
      if (body.starts.length === 0) throw notFound();
      return { body: { ...body, nodes: [...nodes.values()], edges: [...edges.values()] } };
    },
  };
}

function at(record: TraceRecord, part: Part | undefined): Found[] {
  const node = startNode(record, part, idOf(record));
  return node === undefined ? [] : [{ record, part, node }];
}

/** A number names an entity, goods or trades, or the containers of a consolidation that bear it. */
function numberedParts(record: TraceRecord, number: string): Found[] {
  if (record.type !== 'CONSOLIDATION') return at(record, undefined);
  return record.detail.containers
    .filter(({ containerNumber }) => containerNumber !== undefined && comparableNumber(containerNumber) === number)
    .map(({ no }) => ({
      record,
      part: { of: 'CONTAINER', no },
      node: containerId(record.detail.consolidationId, no),
    }));
}
