import type { APIGatewayProxyEvent } from 'aws-lambda';
import { z } from 'zod';
import { concepts } from '../kernel/concepts.ts';
import { says } from '../kernel/finding.ts';
import type { Table } from '../table/table.ts';
import type { Endpoint } from './contract.ts';
import { header } from './headers.ts';
import { Problem, type ProblemCode, problemErrors } from './problem.ts';
import { ProblemErrorJson } from './schemas.ts';

/**
 * A dry run (`Prefer: dry-run`, RFC 7240): a request is judged as it would be, and nothing comes of it. A form is judged so
 * while it is filled in. Its operation runs on a table that takes no writes, and the conditions of what it would write are
 * asked without writing.
 */

export const DRY_RUN = 'dry-run';

/** Media type of the answer: with the same status some endpoints answer what they did. */
export const DRY_RUN_TYPE = 'application/vnd.dry-run+json';

/** What the request itself would be answered now. */
export const DryRunJson = z.object({
  status: z
    .int()
    .meta({ title: '答复状态', description: 'The status that the request itself would be answered with.' }),
  code: z.string().optional().meta({ title: '错误代码', description: 'Of the problem, where it would be one.' }),
  detail: z.string().optional().meta({ title: '说明', description: 'Of the problem, where it would be one.' }),
  findings: z.array(ProblemErrorJson).meta({
    title: '审查结果',
    description: 'What stands against the request; where nothing does, what a reviewer would look at.',
  }),
});

concepts({ DryRun: DryRunJson });

export type DryRunJson = z.input<typeof DryRunJson>;

/** Problems that judge what was sent against what is kept: a dry run tells them, and every other is answered as it is. */
const VERDICTS: ReadonlySet<ProblemCode> = new Set(['RULE_VIOLATION', 'WRONG_STATE', 'DUPLICATE']);

/** @throws Problem whatever is no verdict on the request */
export function verdictOf(problem: Problem): DryRunJson {
  if (!VERDICTS.has(problem.code)) throw problem;
  const { status, code, message: detail, findings } = problem;
  return { status, code, detail, findings: problemErrors(findings) };
}

/**
 * Whether a request asks to be judged and no more. RFC 7240 lets a preference be passed over; here that would do what was
 * not to be done.
 *
 * @throws Problem BAD_PARAMETER where the endpoint changes something and offers no dry run
 */
export function asksDryRun(endpoint: Endpoint, event: APIGatewayProxyEvent): boolean {
  const preferences = (header(event, 'prefer') ?? '').split(',');
  const isAsked = preferences.some((one) => one.split(';')[0]?.trim().toLowerCase() === DRY_RUN);
  if (!isAsked || endpoint.method === 'GET') return false;
  if (endpoint.dryRun) return true;
  throw new Problem('BAD_PARAMETER', says(`此项办理不提供 Prefer: ${DRY_RUN}，没有办理`, '要办理的，请去掉这个请求头'));
}

/** The same table, which takes no writes: a number of a series is none that was given to anybody. */
export const unwritten = (table: Table): Table => ({
  ...table,
  next: async () => 0,
  write: async () => true,
  commit: async () => {},
});
