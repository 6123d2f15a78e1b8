import type { z } from 'zod';
import type { accountsApi } from '../../functions/accounts/contract/index.ts';
import type { consolidationApi } from '../../functions/consolidation/contract/index.ts';
import type { creditApi } from '../../functions/credit/contract/index.ts';
import type { draftsApi } from '../../functions/drafts/contract/index.ts';
import type { filingApi } from '../../functions/filing/contract/index.ts';
import type { interchangeApi } from '../../functions/interchange/contract/index.ts';
import type { marketApi } from '../../functions/market/contract/index.ts';
import type { noticesApi } from '../../functions/notices/contract/index.ts';
import type { peopleApi } from '../../functions/people/contract/index.ts';
import type { referenceApi } from '../../functions/reference/contract/index.ts';
import type { systemApi } from '../../functions/system/contract.ts';
import type { traceApi } from '../../functions/trace/contract/index.ts';
import type { tradeApi } from '../../functions/trade/contract/index.ts';
import type { webhooksApi } from '../../functions/webhooks/contract/index.ts';

/** The endpoints of a contract by their routes. */
type Routed<C> = {
  readonly [N in keyof C as C[N] extends { method: infer M extends string; path: infer P extends string }
    ? `${M} ${P}`
    : never]: C[N];
};

/** Every contract, as types only: nothing of the API's code is in the portal. */
interface Routes
  extends Routed<typeof filingApi>,
    Routed<typeof tradeApi>,
    Routed<typeof consolidationApi>,
    Routed<typeof creditApi>,
    Routed<typeof interchangeApi>,
    Routed<typeof traceApi>,
    Routed<typeof noticesApi>,
    Routed<typeof marketApi>,
    Routed<typeof peopleApi>,
    Routed<typeof referenceApi>,
    Routed<typeof webhooksApi>,
    Routed<typeof draftsApi>,
    Routed<typeof systemApi>,
    Routed<typeof accountsApi> {}

/** A route as it is written everywhere, e.g. `GET /v1/filings/{id}`. */
export type RouteName = keyof Routes;

/** Reads, which a screen keeps and asks for again. */
export type ReadName = Extract<RouteName, `GET ${string}`>;

export type EndpointOf<R extends RouteName> = Routes[R];

type Params<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Params<Rest> : never;

type PathPart<R extends RouteName> = [Params<R>] extends [never]
  ? { readonly path?: undefined }
  : { readonly path: Readonly<Record<Params<R>, string>> };

type QueryPart<E> = E extends { query: infer Q extends z.ZodType }
  ? { readonly query?: Partial<z.input<Q>> | undefined }
  : { readonly query?: undefined };

type BodyPart<E> = E extends { consumes: readonly string[] }
  ? { readonly file: File }
  : E extends { body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : { readonly body?: undefined };

type VersionPart<E> = E extends { ifMatch: true } ? { readonly ifMatch: string } : { readonly ifMatch?: string };

/** What a call of a route is told. */
export type RequestOf<R extends RouteName> = PathPart<R> &
  QueryPart<EndpointOf<R>> &
  BodyPart<EndpointOf<R>> &
  VersionPart<EndpointOf<R>>;

/** What a route answers, as JSON. */
export type AnswerTo<R extends RouteName> = Routes[R] extends { success: { schema: infer S extends z.ZodType } }
  ? z.input<S>
  : never;

/** Reads that answer a list, page by page. */
export type ListName = {
  [R in ReadName]: AnswerTo<R> extends { items: readonly unknown[]; nextCursor: string | null } ? R : never;
}[ReadName];

export type ItemOf<R extends ListName> = AnswerTo<R> extends { items: readonly (infer T)[] } ? T : never;
