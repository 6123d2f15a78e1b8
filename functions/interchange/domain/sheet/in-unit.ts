import type { Currency } from '../../../shared/kernel/money.ts';
import { TEMPLATE_UNIT } from './columns.ts';
import type { Figure } from './figure.ts';
import { CURRENCIES_OF_TITLE, converted, currencyUnitOf, type Unit, unitOf } from './measure.ts';

/** A figure in the unit that is registered, and the unit that it was given in where that is another; or what is wrong. */
export type InUnit =
  | { readonly plain: string; readonly from?: { readonly unit: string; readonly into: string } }
  | { readonly code: string; readonly fault: string };

interface Given {
  readonly figure: Figure;
  /** What the column's title says of its unit; empty where it says nothing. */
  readonly title: string;
  /** Decimals of the unit that is registered. */
  readonly digits: number;
}

const unit = (fault: string): InUnit => ({ code: 'UNIT', fault });

function into(plain: string, from: Unit & { name: string }, to: Unit & { name: string }, digits: number): InUnit {
  if (from.size === to.size) return { plain };
  const result = converted(plain, from.size, to.size, digits);
  return result === undefined
    ? { code: 'NUMBER', fault: `以${from.name}计，换算为${to.name}后多于 ${digits} 位小数；请核对` }
    : { plain: result, from: { unit: from.name, into: to.name } };
}

const isSame = (one: Unit, other: Unit): boolean => one.of === other.of && one.size === other.size;

/** A mass in kilograms, a length in millimetres. A length that says no unit may be in centimetres, and is asked about. */
export function measured(measure: 'MASS' | 'LENGTH', { figure: { plain, beside }, title, digits }: Given): InUnit {
  const wanted = TEMPLATE_UNIT[measure];
  const said = title === '' && measure === 'LENGTH' ? capital(beside) : title;
  if (said === '' && measure === 'LENGTH') {
    return unit('没有写明单位，可能是毫米，也可能是厘米；请在表头写明，如“箱长(MM)”或“箱长(CM)”');
  }
  const column = said === '' ? wanted : { name: said, ...unitOf(said) };
  if (column.of !== wanted.of) return unit(`以“${said}”计，不能换算为${wanted.name}；请换算后填写，并改正表头`);
  if (beside !== '' && !isSame(unitOf(capital(beside)), column)) {
    return unit(`写有“${beside}”，此列以${column.name}计；请只填数字`);
  }
  return into(plain, column, wanted, digits);
}

const capital = (word: string): string => word.toUpperCase();

/** How a word of a unit is looked up, and how the unit of a code is called. */
export interface UnitNames {
  readonly unitNamed: (text: string) => string | undefined;
  readonly unitName: (code: string) => string;
}

/** Units of single things, of which PCS says no more. */
const SINGLE = /^[台座辆个只张件支枝根条把块片枚粒]$/;
const PIECES = /^(?:PCS?|PIECES?)$/i;

/**
 * A quantity in the unit of a code, from the one that the title or the cell names.
 *
 * @param whose of which the unit is, for the message: `此行单位`
 */
export function counted(
  { figure: { plain, beside }, title, digits }: Given,
  { code, whose }: { readonly code: string; readonly whose: string },
  { unitNamed, unitName }: UnitNames,
): InUnit {
  const named = (word: string) => {
    const known = unitNamed(word);
    const name = known === undefined ? capital(word) : unitName(known);
    return { name, ...unitOf(name) };
  };
  if (title !== '' && beside !== '' && !isSame(named(title), named(beside))) {
    return unit(`写有“${beside}”，而表头写明以“${title}”计；请改正其一`);
  }
  const word = title || beside;
  // A unit that could not be read is complained of by itself.
  if (word === '' || code === '') return { plain };
  const wanted = { name: unitName(code), ...unitOf(unitName(code)) };
  if (PIECES.test(word) && SINGLE.test(wanted.name)) return { plain };
  const from = named(word);
  const isOfCell = title === '';
  if (from.of !== wanted.of || (isOfCell && !isSame(from, wanted))) {
    const remedy = isOfCell ? '请只填数字' : '请换算后填写，并改正表头';
    return unit(
      `${isOfCell ? '写有' : '的表头写明以'}“${word}”${isOfCell ? '' : '计'}，与${whose}“${wanted.name}”不符；${remedy}`,
    );
  }
  return into(plain, from, wanted, digits);
}

/** An amount or a price whose title names a currency, which must be the row's, and perhaps thousands of it: 万元. */
export function inCurrency(
  { figure: { plain }, title, digits }: Given,
  { currency, per }: { readonly currency: Currency; readonly per: (word: string) => boolean },
  currenciesNamed: (word: string) => readonly Currency[],
): InUnit {
  if (title === '') return { plain };
  const [money = '', ...others] = title.split('/');
  const { of: word, size } = currencyUnitOf(money);
  const named = CURRENCIES_OF_TITLE[word] ?? currenciesNamed(word);
  if (named.length === 0) return unit(`的表头写有“${title}”，不是认识的币种；请改正表头`);
  if (!others.every(per)) return unit(`的表头写有“${title}”，与此列的计法不符；请换算后填写，并改正表头`);
  if (!named.includes(currency)) {
    return { code: 'CURRENCY_CONFLICT', fault: `的表头写明为“${word}”，此行币种为“${currency}”；请改正其一` };
  }
  return into(plain, { name: title, of: word, size }, { name: currency, of: word, size: 1 }, digits);
}
