import { posix } from 'node:path';
import { MAX_CELLS, tooMuch } from './limits.ts';
import { isBuiltInDate, isDateFormat } from './number-format.ts';
import { requireBounded } from './xlsx-limits.ts';
import { BadXml, isTrue, scanXml, type XmlVisitor, xmlText } from './xml-scan.ts';

/** A workbook as far as its sheets need it (ECMA-376 part 1, SpreadsheetML). */
export interface Workbook {
  /** In their order in the workbook; chart sheets are none. */
  readonly sheets: readonly WorkbookSheet[];
  /** Texts that cells name by their number. */
  readonly strings: readonly string[];
  /** By a cell's style. */
  readonly formats: readonly Format[];
  /** Whether days are counted from 1904. */
  readonly is1904: boolean;
}

export interface WorkbookSheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Whether it is the one that people see when they open the workbook. */
  readonly isActive: boolean;
  readonly xml: () => string;
}

export interface Format {
  readonly isDate: boolean;
  /** Digits that are shown at least, where the format is nothing else: `0000` shows 7 as 0007. */
  readonly digits: number;
}

/**
 * @param parts of the package, by their names in small letters
 * @throws BadXml, Problem TOO_LARGE
 */
export function openWorkbook(parts: ReadonlyMap<string, Buffer>): Workbook {
  const path = relationsOf(parts, '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = relationsOf(parts, path);
  const target = (type: string): string | undefined => relations.find((one) => one.type === type)?.target;
  const sheets: { name: string; state: string | undefined; id: string | undefined }[] = [];
  let is1904 = false;
  let active: number | undefined;
  scan(parts, path, {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 ||= isTrue(attributes()['date1904']);
      // Of several windows the first is the one that opens.
      if (name === 'workbookView') active ??= Number(attributes()['activeTab'] ?? 0);
      if (name !== 'sheet') return;
      const { name: title = '', state, id } = attributes();
      sheets.push({ name: unescaped(title), state, id });
    },
  });
  return {
    is1904,
    sheets: sheets.flatMap(({ name, state = 'visible', id }, index): WorkbookSheet[] => {
      const part = relations.find((one) => one.id === id && one.type === 'worksheet')?.target;
      if (part === undefined) return [];
      let text: string | undefined;
      const xml = (): string => (text ??= textOf(parts, part));
      return [{ name, isHidden: state !== 'visible', isActive: index === (active ?? 0), xml }];
    }),
    strings: stringsOf(parts, target('sharedStrings')),
    formats: formatsOf(parts, target('styles')),
  };
}

/** @throws BadXml where there is no such part */
function textOf(parts: ReadonlyMap<string, Buffer>, path: string): string {
  const part = parts.get(path.toLowerCase());
  if (!part) throw new BadXml(`no part ${path}`);
  requireBounded(part);
  return xmlText(part);
}

const scan = (parts: ReadonlyMap<string, Buffer>, path: string, visitor: XmlVisitor): void =>
  scanXml(textOf(parts, path), visitor);

/** A relation of a part; its type is the last word of its address, which differs between the two conformances. */
interface Relation {
  readonly id: string | undefined;
  readonly type: string;
  readonly target: string;
}

function relationsOf(parts: ReadonlyMap<string, Buffer>, of: string): Relation[] {
  const relations: Relation[] = [];
  const path = posix.join(posix.dirname(of), '_rels', `${posix.basename(of)}.rels`);
  if (!parts.has(path.toLowerCase())) return relations;
  scan(parts, path, {
    open: (name, attributes) => {
      if (name !== 'Relationship') return;
      const { Id: id, Type: type = '', Target: target = '', TargetMode: mode } = attributes();
      if (mode === 'External') return;
      const from = posix.resolve('/', posix.dirname(of), target.replaceAll('\\', '/'));
      relations.push({ id, type: posix.basename(type), target: from.slice(1) });
    },
  });
  return relations;
}

function stringsOf(parts: ReadonlyMap<string, Buffer>, path: string | undefined): string[] {
  const strings: string[] = [];
  if (path === undefined || !parts.has(path.toLowerCase())) return strings;
  const { start, taken, ...visitor } = richText();
  scan(parts, path, {
    ...visitor,
    open: (name) => {
      if (name === 'si') start();
      visitor.open(name);
    },
    close: (name) => {
      visitor.close(name);
      if (name !== 'si') return;
      if (strings.push(taken().trim()) > MAX_CELLS) throw tooMuch(`多于 ${MAX_CELLS} 个共享字符串`);
    },
  });
  return strings;
}

/** Gathers a text of several runs; how it is pronounced (`rPh`) stands beside it and is no part of it. */
export function richText() {
  let [text, isText, isPronunciation] = ['', false, false];
  return {
    start: (): void => {
      [text, isText, isPronunciation] = ['', false, false];
    },
    open: (name: string): void => {
      isText ||= name === 't';
      isPronunciation ||= name === 'rPh';
    },
    close: (name: string): void => {
      if (name === 't') isText = false;
      if (name === 'rPh') isPronunciation = false;
    },
    text: (piece: string): void => {
      if (isText && !isPronunciation) text += piece;
    },
    taken: (): string => unescaped(text),
  };
}

/** Characters that XML cannot hold are written `_x0007_` in a workbook, and `_x005F_` is the line that begins this. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

function formatsOf(parts: ReadonlyMap<string, Buffer>, path: string | undefined): Format[] {
  const formats: Format[] = [];
  if (path === undefined || !parts.has(path.toLowerCase())) return formats;
  const codes = new Map<number, string>();
  const known = new Map<number, Format>();
  const base: number[] = [];
  let within = '';
  scan(parts, path, {
    open: (name, attributes) => {
      if (name === 'cellStyleXfs' || name === 'cellXfs') within = name;
      if (name === 'numFmt') codes.set(Number(attributes()['numFmtId']), attributes()['formatCode'] ?? '');
      if (name !== 'xf' || within === '') return;
      const { numFmtId, xfId } = attributes();
      const id = Number(numFmtId ?? base[Number(xfId ?? -1)] ?? 0);
      if (within === 'cellStyleXfs') base.push(id);
      else {
        const format = known.get(id) ?? formatOf(id, codes.get(id));
        known.set(id, format);
        formats.push(format);
      }
    },
    close: (name) => {
      if (name === within) within = '';
    },
  });
  return formats;
}

/** @param code of the workbook's own; one that is built in has none */
const formatOf = (id: number, code: string | undefined): Format => ({
  isDate: code === undefined ? isBuiltInDate(id) : isDateFormat(code),
  digits: code !== undefined && /^0{2,20}$/.test(code) ? code.length : 0,
});
