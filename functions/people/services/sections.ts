import { z } from 'zod';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Listed } from '../../shared/table/list.ts';
import type { SECTION_NAMES } from '../domain/names.ts';
import type { PersonalRequest } from '../domain/request.ts';
import { type Ask, each } from './asking.ts';

/** Records of a part of the copy, and where the rest of it begins. */
export interface Part {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

export interface Section {
  readonly name: keyof typeof SECTION_NAMES;
  /** @param limit records at most, of what may be many */
  readonly read: (asked: Asked, limit: number, cursor: string | undefined) => Promise<Part>;
}

export interface Asked {
  readonly entityId: string;
  /** In the party's own name: what it may see is what there is. */
  readonly ask: Ask;
  /** In the name of its centre, which holds the papers that were handed in at the counter. */
  readonly askAsCentre: Ask;
  /** What was asked of the party's data, which is kept here. */
  readonly requests: (limit: number, cursor: string | undefined) => Promise<Listed<Stored<PersonalRequest>>>;
}

const Page = z.object({
  items: z.array(z.looseObject({ id: z.string().optional() })),
  nextCursor: z.string().nullable(),
});

/** A record by the entity's identifier, or all of a list that has no pages. */
const single = (name: Section['name'], functionName: string, path: `/v1/${string}`): Section => ({
  name,
  read: async ({ ask, entityId }) => {
    const found = await ask(functionName, path, { params: { id: entityId } });
    const list = found?.['items'];
    return { items: Array.isArray(list) ? list : found ? [found] : [] };
  },
});

interface ListOptions {
  /** Where a list shows less than the record: its route. */
  readonly record?: `/v1/${string}`;
  readonly query?: (entityId: string) => Record<string, string>;
  /** Whether the path names the entity. */
  readonly isOfEntity?: true;
}

/** A list of the party's own. */
const own = (
  name: Section['name'],
  functionName: string,
  path: `/v1/${string}`,
  { record, query, isOfEntity }: ListOptions = {},
): Section => ({
  name,
  read: async ({ ask, entityId }, limit, cursor) => {
    const found = await ask(functionName, path, {
      ...(isOfEntity && { params: { id: entityId } }),
      query: { limit: String(limit), ...query?.(entityId), ...(cursor !== undefined && { cursor }) },
    });
    if (!found) return { items: [] };
    const { items, nextCursor } = Page.parse(found);
    const whole = record
      ? await each(items, async (item) => (await ask(functionName, record, { params: { id: item.id ?? '' } })) ?? item)
      : items;
    return { items: whole, next: nextCursor ?? undefined };
  },
});

const Versions = z.object({
  items: z.array(
    z.object({
      entity: z.object({
        documents: z.array(z.object({ type: z.string(), documentId: z.string() })).optional(),
      }),
    }),
  ),
});

const DocumentJson = z.looseObject({ documentId: z.string() });

/** Every file that a version of the party's form cites: what it is, its digest, and no link to it. */
const documents: Section = {
  name: 'DOCUMENTS',
  read: async ({ ask, askAsCentre, entityId }) => {
    const versions = Versions.safeParse(
      await ask('FilingApi', '/v1/entities/{id}/versions', { params: { id: entityId } }),
    );
    const all = versions.data?.items.flatMap(({ entity }) => entity.documents ?? []) ?? [];
    const cited = [...new Map(all.map((one) => [one.documentId, one])).values()];
    return {
      items: await each(cited, async (citation) => {
        const found = await askAsCentre('FilingApi', '/v1/documents/{id}', { params: { id: citation.documentId } });
        if (!found) return citation;
        const { download: _link, upload: _place, ...facts } = DocumentJson.parse(found);
        return facts;
      }),
    };
  },
};

/** What capabilities hold of a party, each by the routes of its own. */
export const SECTIONS: readonly Section[] = [
  single('PARTY', 'FilingApi', '/v1/entities/{id}'),
  single('VERSIONS', 'FilingApi', '/v1/entities/{id}/versions'),
  own('FILINGS', 'FilingApi', '/v1/filings', { record: '/v1/filings/{id}' }),
  documents,
  own('ACCOUNTS', 'AccountsApi', '/v1/accounts', { query: (entityId) => ({ entityId }) }),
  own('GOODS', 'FilingApi', '/v1/goods'),
  own('AGREEMENTS', 'FilingApi', '/v1/agency-agreements'),
  own('TRADES', 'TradeApi', '/v1/trades', { record: '/v1/trades/{id}' }),
  own('OFFERS', 'TradeApi', '/v1/trade-offers'),
  own('CONSOLIDATIONS', 'ConsolidationApi', '/v1/consolidations', { record: '/v1/consolidations/{id}' }),
  single('CREDIT', 'CreditApi', '/v1/entities/{id}/credit'),
  own('CREDIT_FACTS', 'CreditApi', '/v1/credit-events'),
  own('NOTICES', 'NoticesApi', '/v1/notices'),
  single('NOTICE_SETTINGS', 'NoticesApi', '/v1/notice-settings'),
  single('WEBHOOKS', 'WebhooksApi', '/v1/webhooks'),
  own('VIEWS', 'FilingApi', '/v1/entities/{id}/views', { isOfEntity: true }),
  {
    name: 'REQUESTS',
    read: async ({ requests }, limit, cursor) => {
      const { items, nextCursor } = await requests(limit, cursor);
      return { items: items.map(({ data }) => data), next: nextCursor ?? undefined };
    },
  },
];
