import type { Row } from '../row.ts';
import { messageRows } from './messages.ts';
import { ruleRows } from './rules.ts';
import { sheetRows } from './sheet.ts';

/** What speaking the dialect, reading the sheet and judging a line cost, each beside its bare counterpart. */
export const bench = async (): Promise<Row[]> => [
  ...(await messageRows()),
  ...(await sheetRows()),
  ...(await ruleRows()),
];
