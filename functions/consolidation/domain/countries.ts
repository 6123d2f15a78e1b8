import reference from '../../../seeds/reference/countries.json' with { type: 'json' };

const names = new Map(reference.items.map(({ code, name }) => [code, name]));

/** The Chinese name of an ISO alpha-3 country; undefined for a code that is none. */
export const countryName = (code: string): string | undefined => names.get(code);
