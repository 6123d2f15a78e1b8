import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { JSON_BYTES, MAX_MEMBERS } from '../shared/http/body.ts';
import type { Contract, Endpoint } from '../shared/http/contract.ts';
import { DRY_RUN, DRY_RUN_TYPE, DryRunJson } from '../shared/http/dry-run.ts';
import { producedBy } from '../shared/http/list-sheet.ts';
import { PROBLEMS, type ProblemCode } from '../shared/http/problem.ts';
import { ProblemErrorJson, TOLD } from '../shared/http/schemas.ts';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { SHIPPED } from '../shared/reference/shipped.ts';
import { EXAMPLES } from './examples.ts';
import { namedSchemas, underNames } from './named-schemas.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** Codes that any endpoint can answer, whatever it declares. */
const COMMON: readonly ProblemCode[] = [
  'NOT_FOUND',
  'TOO_LARGE',
  'HEADERS_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL',
  'UNAVAILABLE',
];

/** The OpenAPI 3.1 document of the given contracts: every route, every field, every error code. */
export const openApi = (contracts: Readonly<Record<string, Contract>>, version: string) =>
  withCodes(underNames(namedSchemas(contracts, Problem, DryRunJson), () => documentOf(contracts, version)));

const documentOf = (contracts: Readonly<Record<string, Contract>>, version: string) =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Market Procurement Registry 市场采购贸易登记平台',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Filing, trade registration, consolidation and credit for market-procurement trade (customs mode 1039).',
    },
    // Relative to the document: whoever read it calls where it was read, under whatever stage or proxy.
    servers: [{ url: '.', description: 'Where this document was read' }],
    tags: Object.keys(contracts).map((name) => ({ name })),
    paths: paths(contracts),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });

/**
 * The codes of short lists that a field's `x-list` names, as the program comes with them. Which are in force is judged on
 * the day of a request, and more may have been loaded since.
 */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'container-types': SHIPPED.containerTypes.rows.map(({ type }) => type),
  'customs-credit-tiers': [...new Set(SHIPPED.customsCreditTiers.rows.map(({ code }) => code))],
  'document-types.types': SHIPPED.documentTypes.rows.flatMap(({ types }) => types.map(({ type }) => type)),
  'document-types.contentTypes': SHIPPED.documentTypes.rows.flatMap(({ contentTypes }) =>
    contentTypes.map(({ contentType }) => contentType),
  ),
  markets: SHIPPED.markets.rows.map(({ id }) => id),
};

/**
 * A document in which every field that names a short list enumerates its codes, and every enumeration has its Chinese names
 * (`x-enum-names`), as the schema's `enumNames` gives them.
 */
function withCodes<T>(node: T): T {
  if (Array.isArray(node)) return node.map((one: unknown) => withCodes(one)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, one]) => [key === 'enumNames' ? 'x-enum-names' : key, withCodes<unknown>(one)]),
  );
  const codes = CODES[String(copy['x-list'])];
  return (codes ? { ...copy, enum: codes } : copy) as T;
}

function paths(contracts: Readonly<Record<string, Contract>>): ZodOpenApiPathsObject {
  const all: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [capability, contract] of Object.entries(contracts)) {
    for (const [name, endpoint] of Object.entries(contract)) {
      // API Gateway's `{path+}` takes several segments; OpenAPI has no sign for it.
      const path = endpoint.path.replaceAll('+}', '}');
      all[path] = {
        ...all[path],
        [endpoint.method.toLowerCase()]: operation(capability, name, endpoint),
      };
    }
  }
  return all;
}

function operation(capability: string, name: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  return {
    operationId: name,
    tags: [capability],
    summary: endpoint.summary,
    description: conditionsOf(endpoint),
    ...(endpoint.sunset && { deprecated: true, 'x-sunset': endpoint.sunset }),
    ...(endpoint.roles.length > 0 ? { security: [{ bearer: [] }], 'x-roles': endpoint.roles } : { security: [] }),
    ...(endpoint.secondFactor && { 'x-second-factor': true }),
    requestParams: {
      ...(endpoint.query ? { query: endpoint.query } : {}),
      ...(pathParameters(endpoint.path) ? { path: pathParameters(endpoint.path) } : {}),
      ...(headerParameters(endpoint) ? { header: headerParameters(endpoint) } : {}),
    },
    ...requestBody(endpoint, EXAMPLES[capability]?.[name]),
    responses: {
      ...(endpoint.dryRun && { 200: { description: DRY_RUN_ANSWER, content: judged(endpoint) } }),
      [String(endpoint.success.status)]: {
        description: endpoint.summary,
        content: {
          [JSON_TYPE]: { schema: endpoint.success.schema },
          ...files(producedBy(endpoint)),
          ...(endpoint.success.status === 200 && judged(endpoint)),
        },
      },
      ...problemResponses(endpoint),
    },
  } as ZodOpenApiOperationObject;
}

/** In sentences what the contract says of a call beside its fields. */
function conditionsOf({ roles, secondFactor, dryRun, ifMatch, idempotent, produces, sunset }: Endpoint): string {
  return [
    roles.length === 0 ? 'Needs no token.' : `For ${roles.join(', ')}.`,
    ...(secondFactor ? ['Whoever calls it has signed in with a second factor.'] : []),
    ...(ifMatch === true ? ['Names by If-Match the version that was read; of another one nothing is changed.'] : []),
    ...(ifMatch === 'OPTIONAL' ? ['May name by If-Match the version that was read.'] : []),
    ...(idempotent ? ['Sent again with the same Idempotency-Key it does nothing more and gives the same answer.'] : []),
    ...(dryRun ? [`With Prefer: ${DRY_RUN} it is judged only, and nothing is written.`] : []),
    ...(produces ? [`Also as ${produces.join(', ')}, by Accept.`] : []),
    ...(sunset ? [`It ends on ${sunset}.`] : []),
  ].join(' ');
}

function requestBody(
  { body, consumes, maxBytes = JSON_BYTES, maxMembers = MAX_MEMBERS, bodyMayBeAbsent }: Endpoint,
  example: unknown,
): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (consumes) return { requestBody: { required: true, content: files(consumes) } };
  if (!body) return {};
  const content = { [JSON_TYPE]: { schema: body, ...(example !== undefined && { example }) } };
  const description = `At most ${maxBytes} bytes and ${maxMembers} values; each name once in its object.`;
  return { requestBody: { description, required: bodyMayBeAbsent !== true, content } };
}

const DRY_RUN_ANSWER = `With Prefer: ${DRY_RUN}: what the request would be answered; nothing was written`;

/** The further form of an answer, where a request may be judged alone. */
const judged = ({ dryRun }: Endpoint) => (dryRun ? { [DRY_RUN_TYPE]: { schema: DryRunJson } } : {});

/** A file as it stands; OpenAPI 3.1 gives raw bytes no schema. */
const files = (types: readonly string[] = []) => Object.fromEntries(types.map((type) => [type, {}]));

function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name ?? '');
  return names.length === 0 ? undefined : z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}

function headerParameters(endpoint: Endpoint): z.ZodObject | undefined {
  const shape = {
    ...(endpoint.roles.length > 0 ? { 'X-Acting-Assignment': z.string().optional() } : {}),
    ...(endpoint.method === 'POST'
      ? { 'Idempotency-Key': endpoint.idempotent ? z.string().min(1).max(255) : z.string().min(1).max(255).optional() }
      : {}),
    ...(endpoint.ifMatch ? { 'If-Match': endpoint.ifMatch === 'OPTIONAL' ? z.string().optional() : z.string() } : {}),
    ...(endpoint.dryRun ? { Prefer: z.string().optional().meta({ description: DRY_RUN_ANSWER }) } : {}),
    ...(endpoint.problems.includes('RULE_VIOLATION') ? { 'Accept-Warnings': z.string().optional() } : {}),
  };
  return Object.keys(shape).length === 0 ? undefined : z.object(shape);
}

/** The codes an endpoint can answer, by its own declaration and by what its form entails. */
export function problemCodes(endpoint: Endpoint): ProblemCode[] {
  // Whatever has a parameter that is not the route's is refused.
  const codes = new Set<ProblemCode>([...COMMON, 'BAD_PARAMETER', ...endpoint.problems]);
  if (endpoint.roles.length > 0) codes.add('UNAUTHENTICATED').add('FORBIDDEN');
  if (endpoint.roles.length > 0 && !endpoint.withoutAssignment) codes.add('ACCOUNT_SUSPENDED').add('NO_ASSIGNMENT');
  if (endpoint.secondFactor) codes.add('SECOND_FACTOR_REQUIRED');
  if (endpoint.body) {
    for (const code of ['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'TOO_LARGE', 'RULE_VIOLATION'] as const)
      codes.add(code);
  }
  if (endpoint.consumes) codes.add('MALFORMED_FILE').add('UNSUPPORTED_MEDIA_TYPE').add('TOO_LARGE').add('BUSY');
  if (endpoint.method === 'POST') codes.add('IDEMPOTENCY_KEY_REUSED').add('CONFLICT');
  if (endpoint.idempotent) codes.add('IDEMPOTENCY_KEY_REQUIRED');
  if (endpoint.ifMatch) codes.add('PRECONDITION_FAILED').add('CONFLICT');
  if (endpoint.ifMatch === true) codes.add('PRECONDITION_REQUIRED');
  return [...codes];
}

function problemResponses(endpoint: Endpoint): Record<string, unknown> {
  const byStatus = Map.groupBy(problemCodes(endpoint), (code) => String(PROBLEMS[code][0]));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `${code} ${PROBLEMS[code][1]}`).join('; '),
        ...(status === '503' ? { headers: RETRY_AFTER } : {}),
        content: { [PROBLEM_TYPE]: { schema: Problem, examples: examples(codes) } },
      },
    ]),
  );
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } as const;

const examples = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    codes.map((code) => [code, { value: { code, status: PROBLEMS[code][0], title: PROBLEMS[code][1] } }]),
  );

/** Of each code its title. */
const PROBLEM_TITLES = Object.fromEntries(Object.entries(PROBLEMS).map(([code, [, title]]) => [code, title]));

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  ...TOLD,
  instance: z.string(),
  code: named(PROBLEM_TITLES),
  correlationId: z.string(),
  errors: z.array(ProblemErrorJson),
});

concepts({ Problem });
