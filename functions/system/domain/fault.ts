/**
 * Words for the errors by which executions end and events are refused. What an error says beside its name stays in the log.
 */
const WORDS: Readonly<Record<string, string>> = {
  'States.Timeout': '超过了时限',
  'States.DataLimitExceeded': '步骤之间传递的内容过大',
  'States.Permissions': '流程没有所需的权限',
  'States.QueryEvaluationError': '流程中的算式无法计算',
  'States.Runtime': '流程无法继续执行',
  'Lambda.TooManyRequestsException': '函数被限流',
  'Sandbox.Timedout': '函数超过了运行时限',
  TableUnavailable: '数据表繁忙或无法访问',
  ConcurrencyConflict: '同一记录一直在被其他办理修改',
  WrittenByLaterRelease: '记录由更新的版本写成，本版本读不了',
  ZodError: '内容与约定的格式不符',
  FilingLapsed: '没有按期审核，备案已失效',
  UnknownDecision: '流程不认识所作的决定',
  BatchFailed: '批量备案未能完成',
  ImportFailed: '导入未能完成',
  PlanningFailed: '装箱计算未能完成',
  RunFailed: '计分未能完成',
  Overdue: '没有按期作出决定',
  UnknownOutcome: '流程不认识所作的决定',
  DeliveryFailed: '推送未能完成',
};

/** Names of errors, e.g. `States.Timeout`; whatever else stands there may be what somebody has sent. */
const NAME = /^[A-Za-z][\w.]{0,99}/;

/** An error by its stable name, and in words for an operator. */
export interface Fault {
  readonly name: string;
  readonly words: string;
}

/** @param text an error's name, or the text that begins with it (`ZodError: …`), of which nothing else is kept */
export function faultOf(text: string | undefined): Fault {
  const name = NAME.exec(text ?? '')?.[0] ?? 'Error';
  const words = WORDS[name] ?? (name.startsWith('Lambda.') ? '函数服务出错' : '步骤出错，请按名称查看函数日志');
  return { name, words };
}

const RECORD = /^[a-z]+-\d{6}-[0-9A-HJKMNP-TV-Z]{26}/;

/** The identifier of the record that work is about: the first which what it was told, a JSON object, names. */
export function recordIdIn(told: string): string | undefined {
  const content: unknown = JSON.parse(told);
  const values: unknown[] = typeof content === 'object' && content !== null ? Object.values(content) : [];
  return values.filter((value) => typeof value === 'string').find((value) => RECORD.test(value));
}
