import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { z } from 'zod';
import { excerpt } from '../kernel/fields.ts';
import { danger, says } from '../kernel/finding.ts';
import { findingsOf } from '../kernel/issues.ts';
import { countsIn, repeatedNameIn } from '../kernel/json-text.ts';
import { HEAPED_MARKS } from '../kernel/marks.ts';
import { MAX_LEVELS, namesOf, type Unfit, unfitIn } from '../kernel/plain-json.ts';
import { NONCHARACTER } from '../kernel/text.ts';
import type { Endpoint, RawBody } from './contract.ts';
import { header } from './headers.ts';
import { badParameter, Problem, ruleViolation, SHOWN_FINDINGS } from './problem.ts';
import { Misshapen, restOf } from './rest-of.ts';

/** The parsed body of a request, or its bytes where the endpoint takes another media type than JSON. */
export function bodyOf(endpoint: Endpoint, event: APIGatewayProxyEvent): unknown {
  if (endpoint.consumes) return rawBody(endpoint.consumes, event);
  if (!endpoint.body) return undefined;
  const isAbsent = endpoint.bodyMayBeAbsent === true && bytesOf(event).length === 0;
  return parsed(endpoint.body, isAbsent ? {} : jsonBody(event, endpoint), 'RULE_VIOLATION');
}

function rawBody(consumes: readonly string[], event: APIGatewayProxyEvent): RawBody {
  const type = (header(event, 'content-type') ?? '').toLowerCase();
  if (!consumes.includes(type.split(';')[0]?.trim() ?? '')) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `请用 Content-Type: ${consumes.join(' 或 ')}，收到“${type}”`);
  }
  return { bytes: bytesOf(event), type };
}

const bytesOf = (event: APIGatewayProxyEvent): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

function jsonBody(event: APIGatewayProxyEvent, bounds: Pick<Endpoint, 'maxBytes' | 'maxMembers'>): unknown {
  const type = header(event, 'content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `请用 Content-Type: application/json，收到“${type}”`);
  }
  return parsedJson(bytesOf(event), bounds.maxBytes, bounds.maxMembers);
}

/** [designed] Bytes of a JSON body where its endpoint says nothing else: more than any lawful one comes to. */
export const JSON_BYTES = 256 * 1024;

/**
 * [designed] Objects, lists and their members in one body: a trade that its record can hold has some 17,000.
 * What reads and judges more would keep everybody else waiting.
 */
export const MAX_MEMBERS = 20_000;

/**
 * The one parser of JSON that comes from outside: UTF-8, with or without a byte order mark, of bounded size and depth, whole
 * characters only, without heaps of combining marks, each name once in its object (RFC 7493, 2.3).
 *
 * @throws Problem MALFORMED_JSON, TOO_LARGE
 */
export function parsedJson(bytes: Buffer, maxBytes = JSON_BYTES, maxMembers = MAX_MEMBERS): unknown {
  if (bytes.length > maxBytes) {
    throw new Problem('TOO_LARGE', says(`请求内容 ${bytes.length} 字节，此项至多 ${maxBytes} 字节`, '请分次提交'));
  }
  if (!isUtf8(bytes) || isUtf16(bytes))
    throw new Problem(
      'MALFORMED_JSON',
      says('请求内容不是 UTF-8 编码（可能是 UTF-16 或 GBK）', '请转换编码后重发，以免汉字成为乱码'),
    );
  const { members, names } = countsIn(bytes);
  if (members > maxMembers) {
    throw new Problem('TOO_LARGE', says(`请求内容有 ${members} 个值，至多 ${maxMembers} 个`, '请分次提交'));
  }
  const text = withoutMark(bytes.toString('utf8'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('MALFORMED_JSON', '请求内容不是有效的 JSON，请检查括号、引号和逗号', [], { cause: error });
  }
  const unfit = unfitIn(value) ?? (names === namesOf(value) ? undefined : repetitionIn(text));
  if (unfit === undefined) return value;
  const message = `“${excerpt(unfit.pointer)}”${UNFIT[unfit.why]}`;
  throw new Problem('MALFORMED_JSON', message, [danger(unfit.why, unfit.pointer, message)]);
}

const UNFIT: Readonly<Record<Unfit['why'] | 'REPEATED_NAME', string>> = {
  TOO_DEEP: `嵌套超过 ${MAX_LEVELS} 层，请按接口的规定填写`,
  HALF_CHARACTER: '含有半个字符（代理对缺了一半），无法保存和打印，请重新手工输入',
  NONCHARACTER: `${NONCHARACTER.fact}，${NONCHARACTER.remedy}`,
  HEAPED_MARKS: `${HEAPED_MARKS.fact}，${HEAPED_MARKS.remedy}`,
  REPEATED_NAME: '在同一对象中写了不止一次，不能确定以哪一个为准，请只留一个',
};

/** A name that is lost in the value: another of the same object stood in its place. */
function repetitionIn(text: string): { why: 'REPEATED_NAME'; pointer: string } | undefined {
  const pointer = repeatedNameIn(text);
  return pointer === undefined ? undefined : { why: 'REPEATED_NAME', pointer };
}

/** Windows tools write a byte order mark before JSON; a reader may ignore it (RFC 8259, 8.1). */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** Latin text in UTF-16 is well-formed UTF-8 too, with a NUL at every other byte, which JSON never has. */
const isUtf16 = (bytes: Buffer): boolean => bytes.subarray(0, 4).includes(0);

/** @throws Problem with every finding at once where the input does not fit the schema */
export function parsed(schema: z.ZodType, input: unknown, code: 'BAD_PARAMETER' | 'RULE_VIOLATION'): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const findings = findingsOf(schema, input, result.error, SHOWN_FINDINGS);
  // Of those that were not made no more is known than how many they are.
  const unmade = Math.max(0, result.error.issues.length - SHOWN_FINDINGS);
  if (code === 'BAD_PARAMETER') throw badParameter(findings);
  // Where the body is no object there is nothing else to judge.
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw ruleViolation(findings, findings.length + unmade);
  throw new Misshapen(findings, findings.length + unmade, () => restOf(schema, input));
}
