import reference from '../../../seeds/reference/units.json' with { type: 'json' };

const names = new Map(reference.items.map(({ code, name }) => [code, name]));

/** The Chinese name of a customs unit of measure; the code itself where the table has none. */
export const unitName = (code: string): string => names.get(code) ?? code;
