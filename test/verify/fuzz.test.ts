import type { APIGatewayProxyResult } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { producedBy } from '../../functions/shared/http/list-sheet.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/shared/http/problem.ts';
import { unfitIn } from '../../functions/shared/kernel/plain-json.ts';
import { logger } from '../../functions/shared/log.ts';
import { problemCodes } from '../../functions/system/openapi.ts';
import { functions, type Route, routes } from '../../infra/manifest.ts';
import { random } from './random.ts';
import { asTaken, requestOf, routeName, type Sent } from './requests.ts';
import { type World, world } from './world.ts';

/** How many requests, and of which seeds: another number runs as many of them from the first. */
const REQUESTS = Number(process.env['VERIFY_REQUESTS'] ?? 100_000);
const SEED = Number(process.env['VERIFY_SEED'] ?? 20_261_130);
const AT_ONCE = 8;

/** Routes that start work for long on each call come up less often: one of so many of their turns. */
const RARELY: Readonly<Record<string, number>> = {
  'POST /v1/credit-runs': 50,
  'GET /v1/consolidation-suggestions': 10,
  'POST /v1/scorecards/{version}/simulation': 10,
};

/** Routes that are not expected to be answered with success. */
const OUT_OF_REACH = new Set([
  // Only grade A, which asks for twelve months here, spares a review.
  'POST /v1/filings/{id}/sample-review',
  // The code is in the mailbox.
  'POST /v1/notice-settings/mail-confirmation',
  // The host's own list of them is not handed to the functions that are called here.
  'GET /v1/dead-letters',
  'POST /v1/dead-letters/{id}/redrive',
]);

/** So many requests come upon each route in a state in which it succeeds. */
const ENOUGH = 100_000;

const ProblemBody = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  correlationId: z.string(),
  transient: z.literal(true).optional(),
  remedy: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string(), code: z.string(), message: z.string() })),
});

/** How the portal's files may be kept: asked for again each time, or for good where their names tell their content. */
const KEPT: ReadonlySet<unknown> = new Set(['no-store', 'no-cache', 'public, max-age=31536000, immutable']);

/** Whether an answer is kept by others no longer than it may. */
const isCachedRight = ({ path }: Route['endpoint'], control: string): boolean =>
  path.startsWith('/portal') ? KEPT.has(control) : control === 'no-store';

/** Why an answer is not one that the contract promises; undefined where it is. */
function fault({ endpoint }: Route, { statusCode, headers = {}, body }: APIGatewayProxyResult): string | undefined {
  const type = String(headers['Content-Type']).split(';')[0] ?? '';
  if (!isCachedRight(endpoint, String(headers['Cache-Control']))) return 'may be kept by others';
  if (statusCode === endpoint.success.status) {
    if (producedBy(endpoint).includes(type as never)) return undefined;
    if (type !== 'application/json') return `type ${type} is not in the contract`;
    const content: unknown = JSON.parse(body);
    if (unfitIn(content)) return 'half a character in the answer';
    const parsed = endpoint.success.schema.safeParse(content);
    return parsed.success ? undefined : `not of its schema: ${parsed.error.message.slice(0, 300)}`;
  }
  if (statusCode === 404 && endpoint.produces?.includes(type as never)) return undefined;
  if (type !== 'application/problem+json') return `${statusCode} is no problem but ${type}`;
  const problem = ProblemBody.safeParse(JSON.parse(body));
  if (!problem.success) return `not a problem: ${problem.error.message.slice(0, 300)}`;
  const { code, status } = problem.data;
  if (status !== statusCode) return `says ${status}, answers ${statusCode}`;
  if (unfitIn(problem.data)) return 'half a character in the problem';
  if (!problemCodes(endpoint).includes(code)) return `${statusCode} ${code} is not in the contract`;
  if (statusCode >= 500) return code === 'UNAVAILABLE' && headers['Retry-After'] ? undefined : `${statusCode} ${code}`;
  return undefined;
}

const described = ({ caller, params, query, headers, body }: Sent): string =>
  JSON.stringify({ caller, params, query, headers, body: body?.toString('utf8').slice(0, 600) }).slice(0, 1500);

describe('generated requests', () => {
  let registry: World;
  beforeAll(async () => {
    registry = await world();
  });
  afterAll(() => registry.close());

  it(`get no fault, no hang and no answer outside the contract: ${REQUESTS} of seed ${SEED}`, async () => {
    const faults = new Map<string, string>();
    const statuses = new Map<number, number>();
    const reached = new Map<string, Set<number>>();
    const begun = new Set<string>();
    let lastError: unknown;
    logger.error = (_message, ...extra) => {
      lastError = (extra[0] as { error?: unknown } | undefined)?.error;
    };
    const one = async (index: number): Promise<void> => {
      const choices = random(SEED + index);
      let route = routes[index % routes.length] as Route;
      while (!choices.oneIn(RARELY[routeName(route)] ?? 1)) route = choices.pick(routes);
      const name = routeName(route);
      // Before the others take away what it needs.
      const first = begun.has(name) ? undefined : asTaken(route, registry.sources);
      begun.add(name);
      const sent = first ?? requestOf(choices, route, registry.sources);
      const began = performance.now();
      const limit = (functions[route.function]?.timeoutSeconds ?? 20) * 1000 + 2000;
      lastError = undefined;
      let timer: NodeJS.Timeout | undefined;
      const hang = new Promise<'hang'>((resolve) => {
        timer = setTimeout(() => resolve('hang'), limit);
      });
      try {
        const answer = await Promise.race([registry.send(sent), hang]);
        const wrong =
          answer === 'hang' ? `no answer after ${Math.round(performance.now() - began)} ms` : fault(route, answer);
        if (answer !== 'hang') {
          statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
          reached.set(name, (reached.get(name) ?? new Set()).add(answer.statusCode));
        }
        if (wrong === undefined) return;
        const cause = lastError instanceof Error ? (lastError.stack ?? '').slice(0, 700) : '';
        const key = `${name}: ${wrong.slice(0, 120)} ${cause.split('\n').slice(0, 2).join(' ').slice(0, 160)}`;
        if (!faults.has(key)) faults.set(key, `${key}\n  request ${index}: ${described(sent)}\n  ${cause}`);
      } catch (error) {
        const key = `${name}: threw ${String(error).slice(0, 160)}`;
        if (!faults.has(key))
          faults.set(key, `${key}\n  request ${index}: ${described(sent)}\n  ${(error as Error).stack}`);
      } finally {
        clearTimeout(timer);
      }
    };
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < REQUESTS) {
          next += 1;
          await one(next - 1);
        }
      }),
    );
    process.stdout.write(
      `${next} requests: ${[...statuses]
        .toSorted(([a], [b]) => a - b)
        .map(([status, count]) => `${status} × ${count}`)
        .join(', ')}\n`,
    );
    const never = routes
      .filter((route) => !reached.get(routeName(route))?.has(route.endpoint.success.status))
      .map(routeName);
    process.stdout.write(`never answered with success: ${never.join(', ') || 'none'}\n`);
    if (next >= ENOUGH) expect(never.filter((name) => !OUT_OF_REACH.has(name))).toEqual([]);
    expect([...faults.values()].slice(0, 40).join('\n\n'), `${faults.size} kinds of faults`).toBe('');
  });
});
