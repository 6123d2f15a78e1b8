import countries from '../../../seeds/reference/countries.json' with { type: 'json' };
import codeStructure from '../../../seeds/reference/customs-code-structure.json' with { type: 'json' };
import creditTiers from '../../../seeds/reference/customs-credit-tiers.json' with { type: 'json' };
import offices from '../../../seeds/reference/customs-offices.json' with { type: 'json' };
import kinds from '../../../seeds/reference/filing-kinds.json' with { type: 'json' };
import chapters from '../../../seeds/reference/hs-chapters.json' with { type: 'json' };
import controls from '../../../seeds/reference/hs-controls.json' with { type: 'json' };
import markets from '../../../seeds/reference/markets.json' with { type: 'json' };
import blockedParties from '../../../seeds/reference/risk/blocked-parties.json' with { type: 'json' };
import units from '../../../seeds/reference/units.json' with { type: 'json' };
import type { EntityKind } from '../../events/entity.ts';

/** The reference tables as filing asks them. Each file names its source and date; dated rows hold from `from` to `until`. */

const kindRows = new Map(kinds.items.map((row) => [row.kind, row]));

export function kindRow(kind: EntityKind): (typeof kinds.items)[number] {
  const row = kindRows.get(kind);
  if (!row) throw new Error(`filing-kinds.json has no row for ${kind}`);
  return row;
}

const countryNames = new Map(countries.items.map((row) => [row.code, row.name]));
const unitNames = new Map(units.items.map((row) => [row.code, row.name]));
const chapterTitles = new Map(chapters.items.map((row) => [row.chapter, row.title]));
/** A market of the pilot; `effectiveFrom` is the first day on which it may declare 1039, null until it is announced. */
interface Market {
  readonly id: string;
  readonly name: string;
  readonly districtId: string;
  readonly effectiveFrom: string | null;
  readonly legalBasis: string;
}

export const MARKETS: readonly Market[] = markets.items;

const marketRows: ReadonlyMap<string, Market> = new Map(MARKETS.map((row) => [row.id, row]));
const officeNames = new Map(offices.items.map((row) => [row.code, row.name]));

export const countryName = (code: string): string | undefined => countryNames.get(code);
export const unitName = (code: string): string | undefined => unitNames.get(code);
export const chapterTitle = (chapter: string): string | undefined => chapterTitles.get(chapter);
export const market = (id: string): Market | undefined => marketRows.get(id);
export const marketNames = (): string => markets.items.map((row) => `${row.id}（${row.name}）`).join('、');
export const customsOffice = (code: string): string | undefined => officeNames.get(code);

/** The customs credit tiers in force on a day. */
export const creditTiersOn = (day: string): typeof creditTiers.items => creditTiers.items.filter(inForce(day));

export const customsCodeZones: Readonly<Record<string, string>> = codeStructure.zones;
export const customsCodeTypes: Readonly<Record<string, string>> = codeStructure.types;

export const CREDIT_TIER_CODES = [...new Set(creditTiers.items.map((row) => row.code))] as [string, ...string[]];

/** The export controls that a 10-digit HS code falls under on a day. */
export const controlsOn = (hsCode: string, day: string): typeof controls.items =>
  controls.items.filter((row) => hsCode.startsWith(row.hs)).filter(inForce(day));

/** The foreign parties that are refused on a day. */
export const blockedOn = (day: string): typeof blockedParties.items => blockedParties.items.filter(inForce(day));

function inForce(day: string) {
  return (row: { from: string; until: string | null }): boolean =>
    row.from <= day && (row.until === null || day <= row.until);
}
