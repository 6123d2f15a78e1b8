import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Problem } from '../../shared/http/problem.ts';
import { codePoint, invisibleIn } from '../../shared/kernel/comparison.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import { at, type Said, says } from '../../shared/kernel/finding.ts';
import { HEAPED_MARKS, hasHeapedMarks } from '../../shared/kernel/marks.ts';
import { cut, hasControlCharacter, normaliseText } from '../../shared/kernel/text.ts';
import { onThread } from '../../shared/threads/task.ts';
import type { Element } from '../domain/gzsw/element.ts';
import { extentOf } from './xml-limits.ts';

/** A message of the dialect has a few hundred elements of at most six levels. */
export const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 12;
const MAX_ELEMENTS = 20_000;
/** [designed] Attributes carry nothing here; a tag is a name, and may be a declaration or two. */
const MAX_TAG = 4000;

/** [designed] Characters of an element: the longest that the dialect has are remarks of some hundred. */
const MAX_TEXT = 4000;

/** [designed] What is read in place, within some milliseconds: nearly every message. Larger ones go to a thread. */
const IN_PLACE_BYTES = 64 * 1024;
const READING_SECONDS = 10;

/** Under this name the parser gives the text of a CDATA section, in which nothing is a reference or a tag. */
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Blanks within a text that a comment or a CDATA section interrupts are its own.
  trimValues: false,
  processEntities: false,
  // As JAXB writes them; the dialect has no namespaces of its own.
  removeNSPrefix: true,
  cdataPropName: CDATA,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Reads an XML document as `parseXml` does, a large one in a thread of the pool.
 *
 * @throws Problem TOO_LARGE, MALFORMED_FILE, BUSY
 */
export async function readXml(bytes: Buffer): Promise<Element> {
  requireSize(bytes);
  return bytes.length <= IN_PLACE_BYTES ? parseXml(bytes) : (JSON.parse(await parsedElsewhere(bytes)) as Element);
}

/** As JSON, which is taken in several times as fast as a copy of its thousands of objects. */
const parsedElsewhere = onThread(import.meta.url, 'xml', READING_SECONDS, (bytes: Uint8Array) =>
  JSON.stringify(parseXml(Buffer.from(bytes))),
);

function requireSize({ length }: Buffer): void {
  if (length > MAX_BYTES) {
    throw new Problem('TOO_LARGE', says(`报文 ${length} 字节，一份报文至多 ${MAX_BYTES} 字节`, '请分成几份发送'));
  }
}

/**
 * Reads an XML document as data: no document type, no entity but the five of XML itself, UTF-8 only, bounded in size,
 * depth and number of elements.
 *
 * @throws Problem TOO_LARGE, MALFORMED_FILE
 */
export function parseXml(bytes: Buffer): Element {
  requireSize(bytes);
  const text = decoded(bytes);
  if (text.trim() === '') throw malformed(says('内容是空的', '请把一份 XML 报文作为请求内容发送'));
  if (text.includes('\u0000')) throw malformed(says('内容含有空字符（NUL），不是 UTF-8 文本', '请用 UTF-8 重发'));
  if (/<!(?!--)/.test(withoutCdata(text))) throw malformed('含有文档类型或实体声明（<!…），为安全起见不予受理，请删去');
  const { nodes, depth, longestTag } = extentOf(text);
  if (nodes > MAX_ELEMENTS) throw malformed(`元素超过 ${MAX_ELEMENTS} 个，请分成几份发送`);
  if (depth > MAX_DEPTH) throw malformed(`嵌套超过 ${MAX_DEPTH} 层`);
  if (longestTag > MAX_TAG) throw malformed(`有一个标记长 ${longestTag} 字，至多 ${MAX_TAG} 字`);
  const fault = XMLValidator.validate(text);
  if (fault !== true) {
    const { line, col, code } = fault.err;
    const hint = code === 'InvalidChar' ? '；文字中的 & 须写成 &amp;，< 须写成 &lt;' : '';
    throw malformed(`第 ${line} 行第 ${col} 列附近不是良好的 XML（${code}）${hint}`);
  }
  const [root, ...others] = elementsOf(parsed(text));
  if (root === undefined || others.length > 0) throw malformed('须有且只有一个根元素');
  return root;
}

/** What the platform answers to a message that it cannot read, and why. */
export const malformed = (why: string | Said): Problem => new Problem('MALFORMED_FILE', at('报文信息有误：', why));

function decoded(bytes: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('内容不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 后重发');
  }
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/i.exec(text)?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) {
    throw malformed(says(`声明的编码为“${cut(declared, 20)}”，只受理 UTF-8`, '请转换编码并改正声明'));
  }
  // A gateway that took the bytes for UTF-8 leaves this mark where they were not.
  if (text.includes('\uFFFD')) throw malformed('内容含有无法辨认的字符（编码有误），请用 UTF-8 重发');
  return text;
}

/** The document without its CDATA sections, in one pass; one that is not closed is left for the parser to refuse. */
function withoutCdata(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, from)) {
    const close = text.indexOf(CLOSE, open);
    if (close === -1) throw malformed('CDATA 段没有结束（缺少 ]]>）');
    parts.push(text.slice(from, open));
    from = close + CLOSE.length;
  }
  return [...parts, text.slice(from)].join('');
}

const OPEN = '<![CDATA[';
const CLOSE = ']]>';

function parsed(text: string): ParsedNode[] {
  try {
    return parser.parse(text) as ParsedNode[];
  } catch {
    throw malformed(`嵌套超过 ${MAX_DEPTH} 层，或元素名称不被允许`);
  }
}

/** One node as the parser gives it: its name, with its children; or `#text`. */
type ParsedNode = Record<string, ParsedNode[] | string>;

function elementsOf(nodes: readonly ParsedNode[]): Element[] {
  return nodes.flatMap((node) =>
    Object.entries(node).flatMap(([name, content]) =>
      typeof content === 'string' || name === CDATA
        ? []
        : [{ name, text: visible(textOf(content)), children: elementsOf(content) }],
    ),
  );
}

function textOf(content: readonly ParsedNode[]): string {
  const text = content.map((node) => withEntities(textIn(node)) + textIn(node[CDATA]?.[0])).join('');
  const plain = normaliseText(text);
  if (plain.length > MAX_TEXT)
    throw malformed(`“${cut(plain, 20)}…”长 ${plain.length} 字，一个元素至多 ${MAX_TEXT} 字`);
  if (hasHeapedMarks(plain)) throw malformed(says(`有一个元素${HEAPED_MARKS.fact}`, HEAPED_MARKS.remedy));
  if (hasControlCharacter(plain)) throw malformed(`“${cut(plain, 20)}”含有不可见的控制字符`);
  return plain;
}

/** Whoever compares by eye must see all that is compared. */
function visible(text: string): string {
  const invisible = invisibleIn(text);
  if (invisible === undefined) return text;
  const fact = `“${excerpt(text)}”含有看不见或无法显示的字符（${codePoint(invisible)}）`;
  throw malformed(says(fact, '请删去后重发'));
}

const textIn = (node: ParsedNode | string | undefined): string =>
  typeof node === 'object' && typeof node['#text'] === 'string' ? node['#text'] : '';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const withEntities = (text: string): string =>
  text.replaceAll(/&([^;]{0,12});?/gu, (reference, name: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const point = number && Number.parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 10 : 16);
    const character =
      point !== null && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
        ? String.fromCodePoint(point)
        : ENTITIES[name];
    if (character === undefined) throw malformed(`不认识的实体引用“${reference}”`);
    return character;
  });
