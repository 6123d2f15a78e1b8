import type { Caller } from '../../shared/auth/caller.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import { phoneTailDigest } from '../../shared/digest.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { tradeMark } from '../../shared/kernel/carton-mark.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { idOfNumber } from '../../shared/numbers/numbers.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Trace, TraceApi } from '../contract/index.ts';
import { graphOf } from '../domain/graph.ts';
import { idOf, type TraceRecord } from '../domain/record.ts';
import { containerId, type Part, parseStart, type Said, startNode } from '../domain/start.ts';
import { isOwn, linesTouching } from '../domain/visibility.ts';
import { collect } from '../services/collect.ts';
import { traceStore } from '../store/index.ts';

/** A container is used again and again, a voucher by several trades; a trace shows the latest. */
const MAX_STARTS = 5;

/** Records among which a person chooses, where a stall, a mark or the last digits of a phone mean several. */
const MAX_CHOICES = 12;

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

  /** What a number is of, in one district: the records that bear it, or the containers of those. */
  const bearers = async (districtId: DistrictId, { number, packing }: Said, most: number): Promise<Found[]> => {
    const ofSeries = await idOfNumber(runtime.table, [districtId], packing?.consolidationNumber ?? number);
    if (ofSeries !== undefined) {
      const records = await store.records(districtId, [ofSeries]);
      return records.flatMap((record) => at(record, packing && { of: 'CONTAINER', no: packing.containerNo }));
    }
    const records = await store.records(districtId, await store.numbered(districtId, number, most));
    return records.flatMap((record) => numberedParts(record, number));
  };

  /** What a carton's mark, a stall or the last digits of a phone may mean in one district; phones are for offices alone. */
  const hinted = async (caller: Caller, districtId: DistrictId, said: Said, most: number): Promise<Found[]> => {
    const { mark, stall, phoneTail } = said;
    const none: string[] = [];
    const tail = phoneTail === undefined || isParty(caller) ? undefined : phoneTailDigest(districtId, phoneTail);
    const [marked, stoodOn, reached] = await Promise.all([
      mark ? store.numbered(districtId, mark.mark, most) : none,
      stall === '' ? none : store.onStall(districtId, stall, most),
      tail === undefined ? none : store.withPhone(districtId, tail, most),
    ]);
    // Whoever has another phone by now is not reached by this one; whoever stood on a stall did.
    const isReached = ({ detail }: Extract<TraceRecord, { type: 'ENTITY' }>) =>
      tail !== undefined && detail.phoneTailDigest === tail;
    const records = await store.records(districtId, [...new Set([...marked, ...stoodOn, ...reached])]);
    return records.flatMap((record) => {
      if (record.type === 'ENTITY')
        return stoodOn.includes(record.detail.entityId) || isReached(record) ? at(record, undefined) : [];
      const isMarked = mark !== undefined && record.type === 'TRADE' && tradeMark(record.detail.tradeId) === mark.mark;
      return isMarked ? at(record, { of: 'LINE', lineNo: mark.lineNo }) : [];
    });
  };

  /** Where a start leads in the districts that the caller reads, and whether by what may be of several. */
  const find = async (
    caller: Caller,
    given: string,
    readable: readonly DistrictId[],
  ): Promise<{ readonly places: readonly Found[]; readonly isHint: boolean }> => {
    const start = parseStart(given);
    if (start.by === 'RECORD') {
      const copies = await store.copies(readable, start.id);
      return { places: byNode(copies.flatMap((record) => at(record, start.part))), isHint: false };
    }
    const most = isParty(caller) ? MAX_SEARCHED : MAX_STARTS;
    const places: Found[] = [];
    for (const districtId of readable) {
      if (places.length === 0) places.push(...(await bearers(districtId, start, most)));
    }
    const hints = await Promise.all(readable.map((districtId) => hinted(caller, districtId, start, MAX_SEARCHED)));
    const others = hints.flat().filter(({ node }) => !places.some((place) => place.node === node));
    return { places: byNode([...places, ...others]), isHint: others.length > 0 };
  };

  /** What the caller may see from a start: everything for an office, for a party what touches it. */
  const view = async (caller: Caller, record: TraceRecord, part: Part | undefined) => {
    const { lines, records, truncated } = await collect(store, record.detail.districtId, record, part);
    if (!isParty(caller)) return { ...graphOf(record, lines, records), truncated };
    const { entityId } = caller;
    if (entityId === undefined) return undefined;
    const own = linesTouching(lines, records, entityId);
    if (own.length === 0 && !isOwn(record, entityId)) return undefined;
    return { ...graphOf(record, own, records), truncated };
  };

  /** The same of a start wherever it was: a party's trades are in its own district and in all that have admitted it. */
  const views = async (caller: Caller, { record, part }: Found, readable: readonly DistrictId[]) => {
    const copies = record.type === 'ENTITY' ? await store.copies(readable, record.detail.entityId) : [record];
    // Last what its own district says of a party: that is what holds.
    const ownLast = copies.toSorted((one, other) => Number(isAtHome(one)) - Number(isAtHome(other)));
    const seen = await Promise.all(ownLast.map((copy) => view(caller, copy, part)));
    return seen.filter((one) => one !== undefined);
  };

  return {
    trace: async ({ caller, params, at: now }) => {
      const { tenants } = await runtime.reference.at(now);
      const body: Trace = { starts: [], nodes: [], edges: [], truncated: false };
      const nodes = new Map<string, Trace['nodes'][number]>();
      const edges = new Map<string, Trace['edges'][number]>();
      const readable = districtsOf(caller, undefined, tenants);
      const { places, isHint } = await find(caller, params['start'] ?? '', readable);
      const most = isHint ? MAX_CHOICES : MAX_STARTS;
      for (const found of places) {
        if ((isHint || isParty(caller)) && body.starts.length === most) break;
        const seen = await views(caller, found, readable);
        if (seen.length === 0) continue;
        body.starts.push(found.node);
        body.truncated ||= seen.some(({ truncated }) => truncated);
        for (const node of seen.flatMap((one) => one.nodes)) nodes.set(node.id, node);
        for (const edge of seen.flatMap((one) => one.edges))
          edges.set(`${edge.from} ${edge.relation} ${edge.to}`, edge);
      }
      if (body.starts.length === 0) throw notFound();
      if (isHint && body.starts.length > 1) {
        const isMore = !isParty(caller) && places.length > body.starts.length;
        const choices = [...nodes.values()].filter(({ id }) => body.starts.includes(id));
        return { body: { ...body, nodes: choices, truncated: isMore, choice: true } };
      }
      return { body: { ...body, nodes: [...nodes.values()], edges: [...edges.values()] } };
    },
  };
}

/** One place of each node, for several districts may keep the same party. */
const byNode = (places: readonly Found[]): Found[] => [...new Map(places.map((one) => [one.node, one])).values()];

/** Whether it is a district's own record, and no copy of one that it has admitted. */
const isAtHome = ({ type, detail }: TraceRecord): boolean =>
  type === 'ENTITY' && parseIdentifier('entity', detail.entityId)?.districtId === detail.districtId;

function at(record: TraceRecord, part: Part | undefined): Found[] {
  const node = startNode(record, part, idOf(record));
  return node === undefined ? [] : [{ record, part, node }];
}

/** A number names an entity, goods or trades, or the containers of a consolidation that bear it or its seal. */
function numberedParts(record: TraceRecord, number: string): Found[] {
  if (record.type !== 'CONSOLIDATION') return at(record, undefined);
  return record.detail.containers
    .filter(({ containerNumber = '', sealNumber = '' }) =>
      [containerNumber, sealNumber].some((one) => comparableNumber(one) === number),
    )
    .map(({ no }) => ({
      record,
      part: { of: 'CONTAINER', no },
      node: containerId(record.detail.consolidationId, no),
    }));
}
