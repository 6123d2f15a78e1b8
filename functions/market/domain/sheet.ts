import { z } from 'zod';
import { dayInText, withoutInvisible } from '../../shared/kernel/day-text.ts';
import { Headings } from '../../shared/kernel/headings.ts';
import { normaliseText } from '../../shared/kernel/text.ts';
import type { Stall } from './roster.ts';

/** The sheet in which markets keep their stalls 摊位表. */

export type Column = 'building' | 'floor' | 'street' | 'number' | 'code' | 'from' | 'until' | 'vacatedOn' | 'reason';

const UNITS = { units: () => 'UNKNOWN' as const };

export const HEADINGS = new Headings<Column>([
  { key: 'building', titles: ['区（楼）', '区', '楼', '楼栋'], required: true, ...UNITS },
  { key: 'floor', titles: ['层', '楼层'], required: false, ...UNITS },
  { key: 'street', titles: ['街', '街道', '通道'], required: false, ...UNITS },
  { key: 'number', titles: ['摊位号', '商铺号', '铺位号'], required: true, ...UNITS },
  { key: 'code', titles: ['统一社会信用代码', '承租人代码'], required: false, ...UNITS },
  { key: 'from', titles: ['租期起', '摊位租期起'], required: false, ...UNITS },
  { key: 'until', titles: ['租期止', '摊位租期止'], required: false, ...UNITS },
  { key: 'vacatedOn', titles: ['腾退日期'], required: false, ...UNITS },
  { key: 'reason', titles: ['腾退原因', '备注'], required: false, ...UNITS },
]);

/** A stall as a row says it, and the titles of cells that cannot be read. */
export function readStall(titles: readonly string[], cells: readonly string[]): { stall: Stall; faults: string[] } {
  const places = HEADINGS.places(titles);
  const cell = (key: Column): string => normaliseText(cells[places.get(key) ?? -1] ?? '');
  const faults: string[] = [];
  const day = (key: Column): string | undefined => {
    const text = cell(key);
    const read = text === '' ? undefined : dayInText(text);
    if (text !== '' && (read === undefined || !isDay(read))) faults.push(`“${text}”不是日期，应如 2026-03-17`);
    return read;
  };
  const [floor, street, code, reason] = [cell('floor'), cell('street'), cell('code'), cell('reason')];
  const [from, until, vacatedOn] = [day('from'), day('until'), day('vacatedOn')];
  if (cell('building') === '' || cell('number') === '') faults.push('区（楼）和摊位号都须填写');
  const state = vacatedOn !== undefined ? 'VACATED' : code === '' ? 'FREE' : 'LEASED';
  return {
    faults,
    stall: {
      building: cell('building'),
      ...(floor !== '' && { floor }),
      ...(street !== '' && { street }),
      number: cell('number'),
      state,
      ...(code !== '' && { code: withoutInvisible(code).replaceAll(/\s/g, '').toUpperCase() }),
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      ...(vacatedOn !== undefined && { vacatedOn }),
      ...(reason !== '' && vacatedOn !== undefined && { reason }),
    },
  };
}

const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;
