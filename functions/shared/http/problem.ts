import { type Finding, isTransient, type Said, saidOf, says, warningId, worded } from '../kernel/finding.ts';

/**
 * A request that is answered with `application/problem+json` (RFC 9457). Thrown by handlers and stores, rendered in one
 * place (`api.ts`).
 */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  readonly code: ProblemCode;
  readonly findings: readonly Finding[];
  /** The end of the message that says what to do, where it is divided. */
  readonly remedy: string | undefined;
  /** Whether the same request may be taken in seconds. */
  readonly transient: boolean;

  constructor(
    code: ProblemCode,
    detail: string | Said,
    findings: readonly Finding[] = [],
    options: ErrorOptions & { readonly transient?: boolean } = {},
  ) {
    const { message, remedy, transient = options.transient ?? isTransient(findings) } = worded(detail);
    super(message, options);
    this.code = code;
    this.findings = findings;
    this.remedy = remedy;
    this.transient = transient || PASSING.has(code);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

/** Every code a problem can have: its status and Chinese title. The OpenAPI document lists them. */
export const PROBLEMS = {
  MALFORMED_JSON: [400, '请求内容不是有效的 JSON'],
  MALFORMED_FILE: [400, '报文或文件无法解析'],
  BAD_PARAMETER: [400, '请求参数不正确'],
  IDEMPOTENCY_KEY_REQUIRED: [400, '缺少 Idempotency-Key'],
  UNAUTHENTICATED: [401, '未登录或令牌无效'],
  FORBIDDEN: [403, '当前角色无权办理'],
  ACCOUNT_SUSPENDED: [403, '账户已停用'],
  NO_ASSIGNMENT: [403, '没有可用的岗位'],
  SECOND_FACTOR_REQUIRED: [403, '需要第二重验证'],
  NOT_FOUND: [404, '没有这条记录'],
  NOT_ACCEPTABLE: [406, '不能提供所要求的格式'],
  CONFLICT: [409, '记录正在被他人办理'],
  WRONG_STATE: [409, '当前状态不能办理'],
  DUPLICATE: [409, '已有相同的记录'],
  PRECONDITION_FAILED: [412, '记录已被他人修改'],
  TOO_LARGE: [413, '请求内容过大'],
  UNSUPPORTED_MEDIA_TYPE: [415, '请求内容的格式不支持'],
  EXPECTATION_FAILED: [417, '不支持所要求的 Expect'],
  RULE_VIOLATION: [422, '内容不符合规定'],
  IDEMPOTENCY_KEY_REUSED: [422, '同一 Idempotency-Key 的内容不同'],
  PRECONDITION_REQUIRED: [428, '缺少 If-Match'],
  HEADERS_TOO_LARGE: [431, '请求头过大'],
  TOO_MANY_REQUESTS: [429, '请求过于频繁'],
  INTERNAL: [500, '系统故障'],
  UNAVAILABLE: [503, '系统繁忙'],
  BUSY: [503, '计算任务已满'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Problems of the moment: the same request may be sent again, whatever it asks for. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['CONFLICT', 'UNAVAILABLE', 'BUSY']);

export const secondFactorMissing = (): Problem =>
  new Problem('SECOND_FACTOR_REQUIRED', says('作出决定须用第二重验证登录，本次登录没有', '请重新登录并输入动态口令'));

export const notFound = (): Problem =>
  new Problem('NOT_FOUND', says('没有找到这条记录，或它不属于您的区县', '请核对编号'));

/** [designed] More would help nobody, and a hostile request could make an answer past Lambda's limit. */
export const SHOWN_FINDINGS = 500;

/**
 * [designed] Bytes of the findings that an answer shows, far under Lambda's limit and that of what is kept for a repetition.
 */
const SHOWN_BYTES = 256 * 1024;

/** As many findings as an answer can show, from the first; one that is longer by itself than all may be is left out. */
function shown(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  let bytes = 0;
  for (const found of findings) {
    const length = Buffer.byteLength(JSON.stringify(found));
    if (length > SHOWN_BYTES) continue;
    bytes += length;
    if (kept.length === SHOWN_FINDINGS || bytes > SHOWN_BYTES) break;
    kept.push(found);
  }
  return kept;
}

/**
 * All findings of a request that breaks rules, at once.
 *
 * @param total how many there are, where not all of them were made
 */
export function ruleViolation(findings: readonly Finding[], total = findings.length): Problem {
  const kept = shown(findings);
  const cut = total > kept.length ? `（仅列出前 ${kept.length} 处）` : '';
  const detail = `共 ${total} 处不符合规定${cut}，请全部改正后一次提交`;
  // What is cut off decides too whether the request may be taken in seconds.
  return new Problem('RULE_VIOLATION', detail, kept, { transient: isTransient(findings) });
}

/** All findings of a query that cannot be read, at once; the detail names the first few. */
export function badParameter(findings: readonly Finding[]): Problem {
  const kept = shown(findings);
  const detail = kept.length === 0 ? '请求参数不正确' : saidOf(...kept.slice(0, 10));
  return new Problem('BAD_PARAMETER', detail, kept);
}

/** The body of a problem answer. */
export const problemBody = (problem: Problem, instance: string, correlationId: string) => ({
  type: `urn:market-procurement-registry:problem:${problem.code}`,
  title: PROBLEMS[problem.code][1],
  status: problem.status,
  detail: problem.message,
  ...(problem.remedy === undefined ? {} : { remedy: problem.remedy }),
  ...(problem.transient ? { transient: true } : {}),
  instance: instance.toWellFormed(),
  code: problem.code,
  correlationId,
  errors: problemErrors(problem.findings),
});

/** Findings as an answer tells them: each warning with the name by which it is accepted. */
export const problemErrors = (findings: readonly Finding[]) =>
  findings.map((found) => ({
    ...found,
    ...(found.severity === 'WARNING' ? { warningId: warningId(found) } : {}),
  }));
