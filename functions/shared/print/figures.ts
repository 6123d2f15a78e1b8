/** Figures as printed papers write them: thousands parted by commas. A machine reads those of JSON and sheets. */

/** `33690` as `33,690`. @param decimals how many stand there, all the same within a column */
export const figure = (value: number, decimals = decimalsOf(value)): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** How many decimals a number has. */
export const decimalsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0;
