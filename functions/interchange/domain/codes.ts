import { notAbroad } from '../../shared/kernel/country.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import type { Said } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';

/** The code lists of the dialect, read into the registry's own codes. Lookups give undefined for what is not listed. */

type Codes = Pick<Lists, 'gzswCodes'>;
type Countries = Pick<Lists, 'countries'>;

export const kindsOfCharacter = (character: string, { gzswCodes }: Codes): readonly string[] | undefined =>
  gzswCodes.characters.find(({ code }) => code === character)?.kinds;

export const idType = (identCode: string, { gzswCodes }: Codes): string | undefined =>
  own(gzswCodes.idTypes, identCode);

export const merchantType = (code: string, { gzswCodes }: Codes): string | undefined =>
  own(gzswCodes.merchantTypes, code);

export const taxpayerType = (code: string, { gzswCodes }: Codes): string | undefined =>
  own(gzswCodes.taxpayerTypes, code);

/** ISO alpha-3 of a numeric customs code; an alpha-3 code stays as it is. */
export const countryOf = (code: string, { countries }: Countries): string | undefined =>
  (countries.get(code) ?? [...countries.values()].find(({ customsCode }) => customsCode === code))?.code;

/** What is wrong with a code as the country that goods arrive in. */
export function destinationProblems(code: string, lists: Countries): (string | Said)[] {
  const country = countryOf(code, lists);
  if (country === undefined) return [`运抵国“${excerpt(code)}”不在代码表内`];
  return [notAbroad('运抵国', country) ?? []].flat();
}

/** The numeric code by which messages name a country; alpha-3 where the old table had none. */
export const countryCode = (alpha3: string, { countries }: Countries): string =>
  countries.get(alpha3)?.customsCode ?? alpha3;

/** ISO 4217 of a numeric customs code; a letter code stays as it is. */
export const currencyOf = (code: string, { gzswCodes }: Codes): string | undefined =>
  /^[A-Z]{3}$/.test(code) ? code : own(gzswCodes.currencies, code);

/** The numeric code by which messages name a currency. */
export const currencyCode = (iso: string, { gzswCodes }: Codes): string =>
  Object.entries(gzswCodes.currencies).find(([, value]) => value === iso)?.[0] ?? iso;

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
