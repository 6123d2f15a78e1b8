import countries from '../../../seeds/reference/countries.json' with { type: 'json' };
import codes from '../../../seeds/reference/gzsw-codes.json' with { type: 'json' };
import units from '../../../seeds/reference/units.json' with { type: 'json' };

/** The code lists of the dialect, read into the registry's own codes. Lookups give undefined for what is not listed. */

export const kindsOfCharacter = (character: string): readonly string[] | undefined =>
  codes.characters.find(({ code }) => code === character)?.kinds;

export const idType = (identCode: string): string | undefined => own(codes.idTypes, identCode);
export const merchantType = (code: string): string | undefined => own(codes.merchantTypes, code);
export const taxpayerType = (code: string): string | undefined => own(codes.taxpayerTypes, code);

/** ISO alpha-3 of a numeric customs code; an alpha-3 code stays as it is. */
export const countryOf = (code: string): string | undefined =>
  countries.items.find((row) => row.code === code || ('customsCode' in row && row.customsCode === code))?.code;

/** The numeric code by which messages name a country; alpha-3 where the old table had none. */
export function countryCode(alpha3: string): string {
  const row = countries.items.find(({ code }) => code === alpha3);
  return row && 'customsCode' in row && row.customsCode !== undefined ? row.customsCode : alpha3;
}

export const countryName = (alpha3: string): string =>
  countries.items.find(({ code }) => code === alpha3)?.name ?? alpha3;

/** ISO 4217 of a numeric customs code; a letter code stays as it is. */
export const currencyOf = (code: string): string | undefined =>
  /^[A-Z]{3}$/.test(code) ? code : own(codes.currencies, code);

/** The numeric code by which messages name a currency. */
export const currencyCode = (iso: string): string =>
  Object.entries(codes.currencies).find(([, value]) => value === iso)?.[0] ?? iso;

export const unitName = (code: string): string => units.items.find((row) => row.code === code)?.name ?? code;

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
