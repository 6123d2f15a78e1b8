import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { Problem, type ProblemCode, problemBody } from '../../functions/shared/http/problem.ts';
import { notYet, type Said, says } from '../../functions/shared/kernel/finding.ts';

/** What the gateway answers in a function's stead: the code, and what the caller can do. */
const ANSWERS: readonly (readonly [ResponseType, ProblemCode, string | Said])[] = [
  [ResponseType.UNAUTHORIZED, 'UNAUTHENTICATED', '请先登录，并在 Authorization 中带上有效的令牌（Bearer …）'],
  [ResponseType.ACCESS_DENIED, 'FORBIDDEN', '令牌有效，但无权调用该接口；请联系管理员核对角色'],
  [ResponseType.INVALID_API_KEY, 'FORBIDDEN', '令牌有效，但没有给它登记用量计划；请联系管理员'],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'NOT_FOUND', '没有这个地址或请求方法；接口清单见 /openapi.json'],
  [ResponseType.RESOURCE_NOT_FOUND, 'NOT_FOUND', '没有这个地址；接口清单见 /openapi.json'],
  [ResponseType.REQUEST_TOO_LARGE, 'TOO_LARGE', '请求内容超过 10 MB；请分批提交'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 'UNSUPPORTED_MEDIA_TYPE', '请用 Content-Type: application/json'],
  [ResponseType.THROTTLED, 'TOO_MANY_REQUESTS', notYet('请求过于频繁', '请稍后用同一 Idempotency-Key 重试')],
  [ResponseType.QUOTA_EXCEEDED, 'TOO_MANY_REQUESTS', '已用完本期的请求额度；请联系管理员'],
  [
    ResponseType.WAF_FILTERED,
    'TOO_MANY_REQUESTS',
    '请求被防护规则拦截：过于频繁，或内容像是攻击；请稍后重试，仍被拦截时把请求编号告诉管理员',
  ],
  [
    ResponseType.INTEGRATION_TIMEOUT,
    'UNAVAILABLE',
    says('系统繁忙，未能及时答复', '请稍后用同一 Idempotency-Key 重试'),
  ],
  [ResponseType.DEFAULT_4XX, 'BAD_PARAMETER', '请求不符合接口的规定；接口清单见 /openapi.json'],
  [ResponseType.DEFAULT_5XX, 'INTERNAL', '系统故障，已记录；请稍后用同一 Idempotency-Key 重试，或把请求编号告诉管理员'],
];

const HEADERS: Readonly<Partial<Record<ProblemCode, Record<string, string>>>> = {
  UNAUTHENTICATED: { 'WWW-Authenticate': "'Bearer'" },
  TOO_MANY_REQUESTS: { 'Retry-After': "'1'" },
  UNAVAILABLE: { 'Retry-After': "'1'" },
};

/** An answer of the gateway's own, as it stands in the body that API Gateway imports. */
export interface GatewayResponse {
  readonly statusCode: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** The gateway's own answers by their type, in the shape of every other problem of the contract (`problem.ts`). */
export const gatewayResponses = (): Record<string, GatewayResponse> =>
  Object.fromEntries(
    ANSWERS.map(([type, code, detail]) => {
      const problem = new Problem(code, detail);
      const headers = {
        'Content-Type': "'application/problem+json; charset=utf-8'",
        'Cache-Control': "'no-store'",
        ...HEADERS[code],
      };
      return [
        type.responseType,
        {
          statusCode: String(problem.status),
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value]),
          ),
          responseTemplates: {
            'application/json': JSON.stringify(problemBody(problem, '$context.path', '$context.requestId')),
          },
        },
      ];
    }),
  );
