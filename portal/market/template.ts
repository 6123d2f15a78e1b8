/** The titles of the columns of a market's sheet, in the order of the template. */
export const TITLES: readonly string[] = [
  '区（楼）',
  '层',
  '街',
  '摊位号',
  '统一社会信用代码',
  '租期起',
  '租期止',
  '腾退日期',
  '腾退原因',
];

/** An empty sheet to fill in. Excel takes a CSV for UTF-8 where it begins with the mark of it. */
export const template = (): Blob => new Blob(['\uFEFF', TITLES.join(','), '\r\n'], { type: 'text/csv' });
