/** The Chinese name of a code; the code itself where the list has none. */
export const nameOf = (rows: ReadonlyMap<string, { readonly name: string }>, code: string): string =>
  rows.get(code)?.name ?? code;
