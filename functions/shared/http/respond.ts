import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { says } from '../kernel/finding.ts';
import { logger } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { BadCursor, ConcurrencyConflict, TableUnavailable } from '../table/errors.ts';
import { correlationId } from './headers.ts';
import type { RecordedAnswer } from './idempotency.ts';
import { Problem, problemBody } from './problem.ts';

/** An answer as API Gateway takes it. */
export const respond = (
  answered: RecordedAnswer,
  event: APIGatewayProxyEvent,
  headers: Record<string, string> = {},
): APIGatewayProxyResult => ({
  statusCode: answered.status,
  headers: { 'Cache-Control': 'no-store', ...answered.headers, ...headers, 'X-Correlation-Id': correlationId(event) },
  body: answered.body,
  isBase64Encoded: answered.base64 ?? false,
});

/** Logs each request by identifiers and outcome, and renders every error as a problem. */
export const logged = (runtime: Runtime): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  onError: (request) => {
    const problem = asProblem(request.error);
    const id = correlationId(request.event);
    const facts = {
      correlationId: id,
      method: request.event.httpMethod,
      route: request.event.resource,
      code: problem.code,
    };
    if (problem.status >= 500) logger.error('request failed', { ...facts, error: request.error as Error });
    else logger.info('request refused', facts);
    request.response = respond(
      {
        status: problem.status,
        headers: {
          'Content-Type': 'application/problem+json; charset=utf-8',
          ...(problem.status === 503 ? { 'Retry-After': '1' } : {}),
        },
        body: JSON.stringify(problemBody(problem, request.event.path, id)),
      },
      request.event,
    );
  },
  after: (request) => {
    logger.info('request answered', {
      correlationId: correlationId(request.event),
      method: request.event.httpMethod,
      route: request.event.resource,
      status: request.response?.statusCode,
      at: runtime.now().toISOString(),
    });
  },
});

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const options = { cause: error };
  if (error instanceof ConcurrencyConflict) {
    return new Problem('CONFLICT', says('同一记录正在被他人办理', '请重新读取后再试'), [], options);
  }
  if (error instanceof BadCursor) {
    return new Problem(
      'BAD_PARAMETER',
      says('下一页的位置无效', '请按原来的条件，原样使用上一页给出的位置'),
      [],
      options,
    );
  }
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (error instanceof TableUnavailable || isLate)
    return new Problem('UNAVAILABLE', says('系统繁忙，内容没有丢失', '请稍后重试'), [], options);
  return new Problem(
    'INTERNAL',
    says('系统故障，已记录', '请稍后用同一 Idempotency-Key 重试，或把请求编号告诉管理员'),
    [],
    options,
  );
}
