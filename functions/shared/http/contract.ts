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
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Status and schema of the success answer. */
  readonly success: { readonly status: 200 | 201 | 202; readonly schema: z.ZodType };
  /** Problem codes beyond those every endpoint can answer. */
  readonly problems: readonly ProblemCode[];
  /** Whether the request must name the version it changes (`If-Match`). */
  readonly ifMatch?: true;
  /** Whether a request that creates needs `Idempotency-Key`; POST only. */
  readonly idempotent?: true;
}

/** The endpoints of one capability by operation name. */
export type Contract = Readonly<Record<string, Endpoint>>;

/** Keeps the literal types of a contract. */
export const contract = <const C extends Contract>(endpoints: C): C => endpoints;

export type BodyOf<E extends Endpoint> = E extends { body: infer S extends z.ZodType } ? z.output<S> : undefined;
export type QueryOf<E extends Endpoint> = E extends { query: infer S extends z.ZodType } ? z.output<S> : undefined;
export type AnswerOf<E extends Endpoint> = z.input<E['success']['schema']>;
