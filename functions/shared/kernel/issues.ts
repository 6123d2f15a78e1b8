import { z } from 'zod';
import { excerpt } from './fields.ts';
import { danger, type Finding, type Said } from './finding.ts';
import { pointerPart } from './json-text.ts';

/**
 * Every issue of a failed parse as a Chinese finding that names the field by its label (`meta({ title })`), the value,
 * the rule and the remedy. A group that is missing as a whole is told field by field, so that each can be led to.
 *
 * @param schema the schema that refused the input
 * @param input what was parsed
 * @param most of the first issues: each takes a while, and a hostile body has thousands
 */
export const findingsOf = (schema: z.ZodType, input: unknown, error: z.ZodError, most?: number): Finding[] =>
  error.issues.slice(0, most).flatMap((issue) => {
    const value = valueAt(input, issue.path);
    const isMissing = value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_union');
    const paths = isMissing ? requiredBelow(schemasAt(schema, issue.path, input), issue.path) : [issue.path];
    return paths.map((path) => {
      const pointer = path.map((key) => `/${pointerPart(String(key))}`).join('');
      const label = labelAt(schema, path) ?? String(path.at(-1) ?? '请求内容');
      if (issue.code === 'custom') {
        const { code = 'RULE', said = issue.message, legalBasis } = (issue.params ?? {}) as RuleParams;
        return danger(code, pointer, said, legalBasis);
      }
      const [code, message] = describe(issue, label, value);
      return danger(code, pointer, message);
    });
  });

/** The paths of the fields that a missing value must have: its own, where it is no group or demands none. */
function requiredBelow(candidates: readonly z.ZodType[], path: readonly PropertyKey[]): (readonly PropertyKey[])[] {
  const groups = candidates.flatMap((one) => branches(one));
  const [first, ...others] = groups.map((group) =>
    group instanceof z.ZodObject
      ? Object.entries<z.ZodType>(group.shape).flatMap(([key, field]) => (isRequired(field) ? [key] : []))
      : [],
  );
  // Of a union, what each of its forms demands.
  const keys = (first ?? []).filter((key) => others.every((form) => form.includes(key)));
  if (keys.length === 0) return [path];
  return keys.flatMap((key) =>
    requiredBelow(
      groups.flatMap((group) => child(group, key)),
      [...path, key],
    ),
  );
}

const isRequired = ({ _zod }: z.ZodType): boolean => _zod.optin !== 'optional';

/** The parameters of `ruleIssue`; a schema that refuses by a text alone has none. */
type RuleParams = Partial<Record<'code' | 'legalBasis', string> & { readonly said: string | Said }>;

function describe(issue: z.core.$ZodIssue, label: string, value: unknown): [code: string, message: string] {
  if (value === undefined && issue.code !== 'unrecognized_keys') return ['REQUIRED', `缺少“${label}”，请填写`];
  switch (issue.code) {
    case 'invalid_type':
      return ['TYPE', `“${label}”应为${TYPE_NAMES[issue.expected] ?? issue.expected}，收到 ${shown(value)}`];
    case 'too_small':
      if (issue.origin === 'array') return ['TOO_SMALL', `“${label}”至少填写 ${issue.minimum} 项`];
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? ['REQUIRED', `“${label}”不能为空，请填写`]
        : ['TOO_SMALL', `“${label}” ${shown(value)} 太小，至少 ${limit(issue.origin, issue.minimum, issue.inclusive)}`];
    case 'too_big':
      return [
        'TOO_BIG',
        `“${label}” ${shown(value)} 超过上限，至多 ${limit(issue.origin, issue.maximum, issue.inclusive)}`,
      ];
    case 'invalid_value':
      return ['NOT_ALLOWED', `“${label}” ${shown(value)} 不在允许的值之内：${issue.values.join('、')}`];
    case 'unrecognized_keys':
      return ['UNKNOWN_FIELD', `不认识的字段 ${named(issue.keys)}，请删除或改正拼写`];
    case 'invalid_union':
      if ('options' in issue && issue.options !== undefined) {
        return ['NOT_ALLOWED', `“${label}” ${shown(value)} 不在允许的值之内：${issue.options.join('、')}`];
      }
      return ['NOT_ALLOWED', `“${label}” ${shown(value)} 不符合任何一种允许的形式`];
    default:
      if (isDayThatIsNot(issue, value)) {
        return ['FORMAT', `“${label}” ${shown(value)} 没有这一天，请核对月份和日期`];
      }
      return ['FORMAT', `“${label}” ${shown(value)} 格式不正确`];
  }
}

/** A date in its form that no calendar has: `2024-02-30`. */
const isDayThatIsNot = (issue: z.core.$ZodIssue, value: unknown): boolean =>
  issue.code === 'invalid_format' && issue.format === 'date' && /^\d{4}-\d\d-\d\d$/.test(String(value));

/** [designed] Unknown fields that one message names; the rest it counts. */
const NAMED_FIELDS = 20;

function named(keys: readonly string[]): string {
  const names = keys.slice(0, NAMED_FIELDS).map((key) => `“${excerpt(key)}”`);
  return names.join('、') + (keys.length > NAMED_FIELDS ? ` 等 ${keys.length} 个` : '');
}

const TYPE_NAMES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否（true 或 false）',
  array: '列表',
  object: '对象',
  record: '对象',
};

function limit(origin: string, bound: number | bigint, inclusive: boolean | undefined): string {
  const text = inclusive === false ? `（不含）${bound}` : `${bound}`;
  if (origin === 'string') return `${text} 个字`;
  return origin === 'array' ? `${text} 项` : text;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? `“${excerpt(value)}”` : excerpt(JSON.stringify(value) ?? String(value));

/** What was given at a path; where it is a text that the schema itself takes apart, the whole text. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value === 'string') return value;
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  }
  return value;
}

/** Walks the schema along a path to what may stand there; where a form says of which kind it is, that kind's alone. */
function schemasAt(schema: z.ZodType, path: readonly PropertyKey[], input?: unknown): z.ZodType[] {
  let current: z.ZodType[] = [schema];
  for (const [depth, key] of path.entries()) {
    const value = valueAt(input, path.slice(0, depth));
    current = current.flatMap((one) => branches(one, value)).flatMap((branch) => child(branch, key));
  }
  return current;
}

/** The label of the field that a path names. */
function labelAt(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  for (const candidate of schemasAt(schema, path)) {
    const label = titleOf(candidate);
    if (label !== undefined) return label;
  }
  return undefined;
}

function titleOf(schema: z.ZodType): string | undefined {
  const title = z.globalRegistry.get(schema)?.title;
  if (title !== undefined) return title;
  const inner = (schema as { _zod: { def: { innerType?: z.ZodType; in?: z.ZodType } } })._zod.def;
  const next = inner.innerType ?? inner.in;
  return next ? titleOf(next) : undefined;
}

interface Def {
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
}

/** @param value what stands there, by which a union may be known to be of one kind */
function branches(schema: z.ZodType, value?: unknown): z.ZodType[] {
  const { options, discriminator = '', innerType, in: inner = innerType } = schema._zod.def as Def;
  if (!options) return inner ? branches(inner, value) : [schema];
  const kind = valueAt(value, [discriminator]);
  const ofKind = options.filter((option) => child(option, discriminator).some((one) => one.safeParse(kind).success));
  return (ofKind.length > 0 ? ofKind : options).flatMap((option) => branches(option, value));
}

function child(schema: z.ZodType, key: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const field = (schema.shape as Record<PropertyKey, z.ZodType>)[key];
    return field ? [field] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  return [];
}
