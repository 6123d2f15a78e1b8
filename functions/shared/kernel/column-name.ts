/** As a spreadsheet names a column, by its place from 0: 0 is A, 26 is AA. */
export const columnName = (place: number): string =>
  (place < 26 ? '' : columnName(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));
