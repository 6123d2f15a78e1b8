import type { List, Parameters } from '../list.ts';
import { blockedParties } from './blocked-parties.ts';
import { consolidationSuggestions } from './consolidation-suggestions.ts';
import { consolidationTerms } from './consolidation-terms.ts';
import { containerTypes } from './container-types.ts';
import { counterpartyTerms } from './counterparty-terms.ts';
import { countries } from './countries.ts';
import { creditTerms } from './credit-terms.ts';
import { customsCodeStructure } from './customs-code-structure.ts';
import { customsCreditTiers } from './customs-credit-tiers.ts';
import { customsOffices } from './customs-offices.ts';
import { dangerousGoods } from './dangerous-goods.ts';
import { declarationRules } from './declaration-rules.ts';
import { documentTypes } from './document-types.ts';
import { dualUse } from './dual-use.ts';
import { filingKinds } from './filing-kinds.ts';
import { filingLimits } from './filing-limits.ts';
import { filingTerms } from './filing-terms.ts';
import { gradeHandling } from './grade-handling.ts';
import { gzswAssumptions } from './gzsw-assumptions.ts';
import { gzswCodes } from './gzsw-codes.ts';
import { hsChapters } from './hs-chapters.ts';
import { hsControls } from './hs-controls.ts';
import { marketConfirmations } from './market-confirmations.ts';
import { markets } from './markets.ts';
import { personAges } from './person-ages.ts';
import { plausibleDates } from './plausible-dates.ts';
import { rates } from './rates.ts';
import { recordNumbers } from './record-numbers.ts';
import { retention } from './retention.ts';
import { segregation } from './segregation.ts';
import { severityTerms } from './severity-terms.ts';
import { sheetWords } from './sheet-words.ts';
import { tariff } from './tariff.ts';
import { tenants } from './tenants.ts';
import { thresholds } from './thresholds.ts';
import { tradeRules } from './trade-rules.ts';
import { units } from './units.ts';
import { valuePerKilogram } from './value-per-kilogram.ts';

/** Every reference list, one file each, under the name by which code asks for it. */
export const LISTS = {
  blockedParties,
  consolidationSuggestions,
  consolidationTerms,
  containerTypes,
  counterpartyTerms,
  countries,
  creditTerms,
  customsCodeStructure,
  customsCreditTiers,
  customsOffices,
  dangerousGoods,
  declarationRules,
  documentTypes,
  dualUse,
  rates,
  filingKinds,
  filingLimits,
  filingTerms,
  gradeHandling,
  gzswAssumptions,
  gzswCodes,
  hsChapters,
  hsControls,
  marketConfirmations,
  markets,
  personAges,
  plausibleDates,
  recordNumbers,
  retention,
  segregation,
  severityTerms,
  sheetWords,
  tariff,
  tenants,
  thresholds,
  tradeRules,
  units,
  valuePerKilogram,
};

export type ListKey = keyof typeof LISTS;

/** Names that lists had in earlier releases: what was loaded under one is the list's, and clients may still ask by it. */
export const FORMER_NAMES: Readonly<Record<string, ListKey>> = { districts: 'tenants' };

export type RowOf<K extends ListKey> = (typeof LISTS)[K] extends List<infer R> | Parameters<infer R> ? R : never;

/** What was in force on a day: the rows of a list by what they are about, in the list's order; of parameters the one row. */
export type Lists = {
  readonly [K in ListKey]: (typeof LISTS)[K] extends List<infer R> ? ReadonlyMap<string, R> : RowOf<K>;
};
