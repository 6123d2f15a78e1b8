import { excerpt } from './fields.ts';
import { danger, type Finding, type Said, says } from './finding.ts';

/** Countries and regions by ISO 3166-1 alpha-3, as in `seeds/reference/countries.json`. */
interface Countries {
  readonly countries: ReadonlyMap<string, unknown>;
}

/** What is wrong with a code that is no country or region. */
export const countryFindings = (label: string, code: string, pointer: string, { countries }: Countries): Finding[] =>
  countries.has(code)
    ? []
    : [
        danger(
          'UNKNOWN_COUNTRY',
          pointer,
          says(`${label}“${excerpt(code)}”不在国家（地区）代码表内`, '请用三位字母代码，如阿联酋 ARE'),
          'ISO 3166-1',
        ),
      ];

/** The mainland's own code: 中国香港, 中国澳门 and 中国台湾 have theirs, and goods that go there are exported. */
const MAINLAND = 'CHN';

export const isAbroad = (code: string): boolean => code !== MAINLAND;

/** Why goods are not exported to where they are sold from; undefined where they are. */
export const notAbroad = (label: string, code: string): Said | undefined =>
  isAbroad(code)
    ? undefined
    : says(
        `${label}不能是中国（CHN）：市场采购贸易是出口`,
        '请填写货物运往的国家或地区，如运往港澳台请填 HKG、MAC、TWN',
      );

/** What is wrong with a code as the country or region to which goods are exported. */
export function destinationFindings(label: string, code: string, pointer: string, lists: Countries): Finding[] {
  const said = notAbroad(label, code);
  return said ? [danger('DESTINATION_NOT_ABROAD', pointer, said)] : countryFindings(label, code, pointer, lists);
}
