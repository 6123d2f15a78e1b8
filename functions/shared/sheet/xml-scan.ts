/** What a scan of an XML document meets, in its order. Names come without their prefix. */
export interface XmlVisitor {
  /** An empty element is opened and closed. Attributes are read where they are asked for. */
  readonly open?: (name: string, attributes: () => Attributes) => void;
  readonly close?: (name: string) => void;
  /** A piece of text, its references resolved; comments and CDATA sections make several pieces of one text. */
  readonly text?: (text: string) => void;
}

/** By their names without prefix; of two that differ in it only, the last. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** The XML is broken off, or not what a workbook is made of. */
export class BadXml extends Error {
  override readonly name = 'BadXml';
}

/**
 * Goes once through an XML document and builds nothing: a part of a workbook has hundreds of thousands of elements. What a
 * spreadsheet does not care for (whether elements close in order, namespaces) is not looked at.
 *
 * @throws BadXml
 */
export function scanXml(xml: string, { open, close, text }: XmlVisitor): void {
  for (let at = 0; ; ) {
    const less = xml.indexOf('<', at);
    if (less < 0) return;
    if (less > at) text?.(resolved(xml.slice(at, less)));
    if (xml.startsWith('<!--', less)) at = behind(xml, '-->', less + 4);
    else if (xml.startsWith('<?', less)) at = behind(xml, '?>', less + 2);
    else if (xml.startsWith('<![CDATA[', less)) {
      at = behind(xml, ']]>', less + 9);
      text?.(xml.slice(less + 9, at - 3));
    } else if (xml[less + 1] === '!') throw new BadXml('a document type');
    else {
      const end = endOfTag(xml, less + 1);
      const tag = xml.slice(less + 1, end);
      at = end + 1;
      const [, isClosing, name = ''] = NAME.exec(tag) ?? [];
      if (isClosing) close?.(name);
      else {
        open?.(name, () => attributesOf(tag));
        if (tag.endsWith('/')) close?.(name);
      }
    }
  }
}

const NAME = /^(\/)?(?:[^\s:/]+:)?([^\s:/]+)/;

function behind(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  if (found < 0) throw new BadXml(`no ${mark}`);
  return found + mark.length;
}

const [DOUBLE, SINGLE, MORE] = [34, 39, 62];

/** The `>` of a tag; one within quotes is none. */
function endOfTag(xml: string, from: number): number {
  for (let at = from; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === MORE) return at;
    if (code === DOUBLE || code === SINGLE) {
      at = xml.indexOf(xml[at]!, at + 1);
      if (at < 0) break;
    }
  }
  throw new BadXml('a tag that never ends');
}

function attributesOf(tag: string): Attributes {
  const attributes: Record<string, string> = {};
  const next = /\s(?:[^\s=:"']+:)?([^\s=:"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  for (let match = next.exec(tag); match; match = next.exec(tag)) {
    attributes[match[1] ?? ''] = resolved(match[2] ?? match[3] ?? '');
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Text with its references resolved. One to what is no character of XML, such as `&#0;`, becomes the replacement character,
 * which no text of the registry may hold; two halves of a character make it whole.
 */
function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,8})|#(\d{1,9})|([a-z]+));/gi, (all, hex, decimal, name) =>
    name === undefined
      ? characterOf(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16))
      : (ENTITIES[name] ?? all),
  );
}

const characterOf = (point: number): string =>
  point === 9 || point === 10 || point === 13 || (point >= 32 && point <= 0x10ffff && (point & 0xfffe) !== 0xfffe)
    ? String.fromCodePoint(point)
    : '\uFFFD';

/** XML is UTF-8, or UTF-16 behind its mark. Bytes that are neither become replacement characters. */
export function xmlText(part: Buffer): string {
  const encoding =
    part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : part[0] === 0xfe && part[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(part);
}

/** `xsd:boolean`: written as 1 or as a word, with blanks around. */
export const isTrue = (value: string | undefined): boolean => /^\s*(?:1|true|on)\s*$/i.test(value ?? '');
