import { parseMark } from '../../shared/kernel/carton-mark.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { parsePackingNumber } from '../../shared/kernel/record-number.ts';
import { stallForm } from '../../shared/kernel/stall-form.ts';
import { normaliseText } from '../../shared/kernel/text.ts';
import type { Consolidation, LineReference, TraceRecord, Trade } from './record.ts';

/** Where a trace begins: a record, a part of one, or what people know it by. */
export type Start =
  | { readonly by: 'RECORD'; readonly id: string; readonly part?: Part }
  | ({ readonly by: 'NUMBER' } & Said);

/** What a person says, which may be a number of several kinds. */
export interface Said {
  /** By its letters and digits, however it was typed: `CBHU 987654-7` is `CBHU9876547`. */
  readonly number: string;
  /** 装箱单号: a container of a consolidation. */
  readonly packing: ReturnType<typeof parsePackingNumber>;
  /** 唛头: a line of a trade. */
  readonly mark: ReturnType<typeof parseMark>;
  /** A stall, in the form in which it is looked for. */
  readonly stall: string;
  /** The last four digits of a phone. */
  readonly phoneTail: string | undefined;
}

export type Part =
  | { readonly of: 'LINE'; readonly lineNo: number }
  | { readonly of: 'CONTAINER'; readonly no: number }
  | { readonly of: 'DECLARATION'; readonly no: number; readonly lineNo?: number };

/**
 * Reads what a person or a QR code gives: a record's id, `<tradeId>:<line>`, `<consolidationId>/C<container>`,
 * `<consolidationId>/<declaration>`, `<consolidationId>/<declaration>/<line>`, else what people say: the number of a filing,
 * goods, trade, consolidation, packing list, voucher, container or seal, a voucher's SHA-256, a carton's mark, a stall, the
 * last four digits of a phone.
 */
export function parseStart(given: string): Start {
  const text = normaliseText(given);
  const line = /^(trade-[^:/]+)[:/](\d{1,3})$/.exec(text);
  if (line) return { by: 'RECORD', id: line[1] ?? '', part: { of: 'LINE', lineNo: Number(line[2]) } };
  const part = /^(consolidation-[^:/]+)\/(C?)(\d{1,4})(?:\/(\d{1,4}))?$/.exec(text);
  if (part) {
    const [, id = '', container, no, lineNo] = part;
    if (container) return { by: 'RECORD', id, part: { of: 'CONTAINER', no: Number(no) } };
    const declaration = { of: 'DECLARATION', no: Number(no) } as const;
    return { by: 'RECORD', id, part: lineNo === undefined ? declaration : { ...declaration, lineNo: Number(lineNo) } };
  }
  const isId = (['entity', 'goods', 'trade', 'consolidation'] as const).some((kind) => parseIdentifier(kind, text));
  if (isId) return { by: 'RECORD', id: text };
  const number = comparableNumber(text);
  return {
    by: 'NUMBER',
    number,
    packing: parsePackingNumber(text),
    mark: parseMark(text),
    stall: stallForm(text),
    phoneTail: /^\d{4}$/.test(number) ? number : undefined,
  };
}

/** Identifiers of the parts of records; each is a start too. */
export const lineId = ({ tradeId, lineNo }: LineReference): string => `${tradeId}:${lineNo}`;
export const containerId = (consolidationId: string, no: number): string => `${consolidationId}/C${no}`;
export const declarationId = (consolidationId: string, no: number): string => `${consolidationId}/${no}`;
export const declarationLineId = (consolidationId: string, no: number, lineNo: number): string =>
  `${consolidationId}/${no}/${lineNo}`;

/** The node at which a trace from a record or its part stands; undefined where the record has no such part. */
export function startNode(record: TraceRecord, part: Part | undefined, id: string): string | undefined {
  if (part === undefined) return id;
  if (record.type === 'TRADE' && part.of === 'LINE') {
    const has = record.detail.lines.some(({ lineNo }) => lineNo === part.lineNo);
    return has ? lineId({ tradeId: id, lineNo: part.lineNo }) : undefined;
  }
  if (record.type !== 'CONSOLIDATION') return undefined;
  if (part.of === 'CONTAINER') {
    return record.detail.containers.some(({ no }) => no === part.no) ? containerId(id, part.no) : undefined;
  }
  if (part.of !== 'DECLARATION') return undefined;
  const declaration = record.detail.declarations.find(({ no }) => no === part.no);
  if (declaration === undefined) return undefined;
  if (part.lineNo === undefined) return declarationId(id, part.no);
  const has = declaration.lines?.some(({ lineNo }) => lineNo === part.lineNo);
  return has ? declarationLineId(id, part.no, part.lineNo) : undefined;
}

/** The lines of a trade that a start on it means. */
export const linesOfTrade = ({ tradeId, lines }: Trade, part: Part | undefined): LineReference[] =>
  lines
    .map(({ lineNo }) => ({ tradeId, lineNo }))
    .filter(({ lineNo }) => part?.of !== 'LINE' || part.lineNo === lineNo);

/**
 * The lines that a start on a consolidation means; `ALL` where it is the whole consolidation, or a part whose event was
 * too large to name its lines.
 */
export function linesOfConsolidation(consolidation: Consolidation, part: Part | undefined): LineReference[] | 'ALL' {
  if (part?.of === 'CONTAINER') return consolidation.containers.find(({ no }) => no === part.no)?.lines ?? 'ALL';
  if (part?.of === 'DECLARATION') {
    const lines = consolidation.declarations.find(({ no }) => no === part.no)?.lines;
    return (
      lines
        ?.filter(({ lineNo }) => part.lineNo === undefined || part.lineNo === lineNo)
        .flatMap(({ mergedFrom }) => mergedFrom) ?? 'ALL'
    );
  }
  return 'ALL';
}
