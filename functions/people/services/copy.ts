import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { CallApi } from '../../shared/invoke/invoke.ts';
import { says } from '../../shared/kernel/finding.ts';
import { auditPage, chainOf } from '../../shared/table/audit-trail.ts';
import type { Table } from '../../shared/table/table.ts';
import type { PageJson } from '../contract/requests.ts';
import { SECTION_NAMES, SUBJECT_NAMES } from '../domain/names.ts';
import { OWN_WAYS, type PersonalRequest } from '../domain/request.ts';
import { peopleStore } from '../store/index.ts';
import { asking, each } from './asking.ts';
import { type Part, SECTIONS, type Section } from './sections.ts';

/** Where a copy goes on: in which section, and from which place of it on. */
const Place = z.strictObject({ section: z.int().min(0), cursor: z.string().optional() });

type Place = z.infer<typeof Place>;

/** Audit entries that are told of one record. */
const MAX_ENTRIES = 100;

interface CopyRequest {
  readonly caller: Caller;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly at: string;
}

/**
 * One part of a copy: sections in their order, until so many records are in it.
 *
 * @throws Problem BAD_PARAMETER for a cursor that is none of a copy
 */
export async function copyPart(
  table: Table,
  callApi: CallApi,
  request: PersonalRequest,
  { caller, limit, cursor, at }: CopyRequest,
): Promise<PageJson> {
  const { id, entityId, name, districtId, isMerchant } = request;
  // Whoever asks, it is what the party would be shown; a clerk's own records are none of it.
  const sub = isParty(caller) ? caller.sub : `personal-request:${id}`;
  const party: Caller = { sub, role: isMerchant ? 'merchant' : 'agent', districtId, entityId };
  const asked = {
    entityId,
    ask: asking(callApi, party),
    askAsCentre: asking(callApi, { sub, role: 'clerk', districtId }),
    requests: async (most: number, from: string | undefined) => {
      const page = { districts: [districtId], owners: [entityId], limit: most, cursor: from, at, keep: () => true };
      return peopleStore(table).page(page);
    },
  };
  const sections: PageJson['sections'] = [];
  let place: Place | undefined = cursor === undefined ? { section: 0 } : placeIn(cursor);
  for (let left = limit; place && left > 0; ) {
    const section: Section | undefined = SECTIONS[place.section];
    if (!section) break;
    const { items, next }: Part = await section.read(asked, left, place.cursor);
    sections.push({ section: section.name, title: SECTION_NAMES[section.name], items: [...items] });
    left -= items.length;
    place = next === undefined ? { section: place.section + 1 } : { section: place.section, cursor: next };
  }
  const isMore = place !== undefined && place.section < SECTIONS.length;
  return {
    requestId: id,
    entityId,
    name,
    at,
    sections,
    audit: await auditOf(table, sections),
    ways: waysToCorrect(),
    nextCursor: isMore ? Buffer.from(JSON.stringify(place)).toString('base64url') : null,
  };
}

function placeIn(cursor: string): Place {
  try {
    const place = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (place.section < SECTIONS.length) return place;
  } catch {
    // What is no place is told below, whatever it is.
  }
  throw new Problem('BAD_PARAMETER', says('游标不是本副本的', '请从第一份重新读取'));
}

const Identified = z.object({ id: z.string() });

/** Who did what with the records of a part, by the trail outside them. */
async function auditOf(table: Table, sections: PageJson['sections']): Promise<PageJson['audit']> {
  const ids = sections.flatMap(({ items }) => items.flatMap((item) => Identified.safeParse(item).data?.id ?? []));
  const trails = await each([...new Set(ids)], async (recordId) => {
    const pk = chainOf(recordId)?.pk;
    const { entries } = pk === undefined ? { entries: [] } : await auditPage(table, pk, MAX_ENTRIES);
    return entries.map(({ version, at, action, actor: { sub, role } }) => ({
      recordId,
      version,
      at,
      action,
      by: sub,
      role,
    }));
  });
  return trails.flat();
}

const COUNTER = { way: '向服务中心提出更正请求', path: 'POST /v1/personal-requests' };

/** By which way each kind of record is corrected. */
const waysToCorrect = (): PageJson['ways'] =>
  (Object.keys(SUBJECT_NAMES) as (keyof typeof SUBJECT_NAMES)[]).map((about) => ({
    about,
    title: SUBJECT_NAMES[about],
    ...(OWN_WAYS[about] ?? COUNTER),
  }));
