import type { z } from 'zod';
import type { Role } from '../auth/caller.ts';
import type { ProblemCode } from './problem.ts';

/**
 * One route of the HTTP contract, as data: the gateway, the authorisation, the validation, the types of the handler and
 * the OpenAPI document are all read from it.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** API Gateway form, e.g. `/v1/filings/{id}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Roles that may call; empty means no token is needed. */
  readonly roles: readonly Role[];
  /** Whether it answers whoever has signed in, though they act as nothing: suspended, or without an assignment. */
  readonly withoutAssignment?: true;
  /** A decision: a token of a source that asks for it must show a second factor. */
  readonly secondFactor?: true;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether a request without any content is taken as one of `{}`: clients of before the body had a meaning send none. */
  readonly bodyMayBeAbsent?: true;
  /** Bytes of a JSON body at most, where that is another bound than every endpoint's (`JSON_BYTES`). */
  readonly maxBytes?: number;
  /** Objects, lists and their members in it at most, where that is another bound than every endpoint's (`MAX_MEMBERS`). */
  readonly maxMembers?: number;
  /** Media types of a body that is not JSON; the operation is then given its bytes. */
  readonly consumes?: readonly MediaType[];
  /** Status and schema of the success answer. */
  readonly success: { readonly status: 200 | 201 | 202; readonly schema: z.ZodType };
  /** Media types that the success answer may have, by `Accept`, beside JSON. */
  readonly produces?: readonly MediaType[];
  /** Problem codes beyond those every endpoint can answer. */
  readonly problems: readonly ProblemCode[];
  /** Whether the request names the version that it changes or decides (`If-Match`): it must, or it may. */
  readonly ifMatch?: true | 'OPTIONAL';
  /**
   * Deprecated: the day from which it may be gone, `YYYY-MM-DD`, in the document (`x-sunset`) and with every answer
   * (`Sunset`, RFC 8594). A field says the same by `.meta({ deprecated: true, 'x-sunset': … })`.
   */
  readonly sunset?: `${number}-${number}-${number}`;
  /** Whether a request can be judged without being carried out, by `Prefer: dry-run` (`dry-run.ts`). */
  readonly dryRun?: true;
  /** Whether a request that creates needs `Idempotency-Key`; POST only. */
  readonly idempotent?: true;
}

export type MediaType = `${'application' | 'image' | 'text'}/${string}`;

/** A body as it came. */
export interface RawBody {
  readonly bytes: Buffer;
  /** Its `Content-Type`, in lower case, with its parameters. */
  readonly type: string;
}

/** The endpoints of one capability by operation name. */
export type Contract = Readonly<Record<string, Endpoint>>;

/** Keeps the literal types of a contract. */
export const contract = <const C extends Contract>(endpoints: C): C => endpoints;

export type BodyOf<E extends Endpoint> = E extends { consumes: readonly MediaType[] }
  ? RawBody
  : E extends { body: infer S extends z.ZodType }
    ? z.output<S>
    : undefined;
export type QueryOf<E extends Endpoint> = E extends { query: infer S extends z.ZodType } ? z.output<S> : undefined;
export type AnswerOf<E extends Endpoint> = z.input<E['success']['schema']>;
