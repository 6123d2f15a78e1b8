import { columnName } from './column-name.ts';
import { excerpt } from './fields.ts';

/**
 * What several columns of one title say against each other in a row. The first of them is read: what another says may be
 * left out only where it is the same, or nothing.
 *
 * @param others places of the columns that are not read
 * @returns the fault's message, in Chinese; undefined where they agree
 */
export function contradictionIn(
  cells: readonly string[],
  { title, place, others }: { readonly title: string; readonly place: number; readonly others: readonly number[] },
  isSame: (a: string, b: string) => boolean,
): string | undefined {
  const read = cells[place] ?? '';
  const other = others.find((one) => (cells[one] ?? '') !== '' && !isSame(read, cells[one] ?? ''));
  if (other === undefined) return undefined;
  const told = (one: number): string => {
    const text = cells[one] ?? '';
    return `${columnName(one)} 列为${text === '' ? '空' : `“${excerpt(text)}”`}`;
  };
  return `“${title}”有不止一列：${told(place)}，${told(other)}；请改为一致，或删去多余的列`;
}
