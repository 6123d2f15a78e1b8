import type { Row } from '../row.ts';
import { bench as event } from './event.ts';
import { bench as population } from './population.ts';
import { bench as scoring } from './scoring.ts';

/** `npm run bench -- credit [entities of the run]` */
export const bench = async ([count = '5000']: string[]): Promise<Row[]> => [
  ...(await scoring()),
  ...(await event()),
  ...(await population(Number(count))),
];
