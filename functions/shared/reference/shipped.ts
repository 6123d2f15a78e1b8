import type { z } from 'zod';
import consolidationSuggestions from '../../../seeds/reference/consolidation-suggestions.json' with { type: 'json' };
import consolidationTerms from '../../../seeds/reference/consolidation-terms.json' with { type: 'json' };
import containerTypes from '../../../seeds/reference/container-types.json' with { type: 'json' };
import counterpartyTerms from '../../../seeds/reference/counterparty-terms.json' with { type: 'json' };
import countries from '../../../seeds/reference/countries.json' with { type: 'json' };
import creditTerms from '../../../seeds/reference/credit-terms.json' with { type: 'json' };
import customsCodeStructure from '../../../seeds/reference/customs-code-structure.json' with { type: 'json' };
import customsCreditTiers from '../../../seeds/reference/customs-credit-tiers.json' with { type: 'json' };
import customsOffices from '../../../seeds/reference/customs-offices.json' with { type: 'json' };
import declarationRules from '../../../seeds/reference/declaration-rules.json' with { type: 'json' };
import documentTypes from '../../../seeds/reference/document-types.json' with { type: 'json' };
import filingKinds from '../../../seeds/reference/filing-kinds.json' with { type: 'json' };
import filingLimits from '../../../seeds/reference/filing-limits.json' with { type: 'json' };
import filingTerms from '../../../seeds/reference/filing-terms.json' with { type: 'json' };
import gradeHandling from '../../../seeds/reference/grade-handling.json' with { type: 'json' };
import gzswAssumptions from '../../../seeds/reference/gzsw-assumptions.json' with { type: 'json' };
import gzswCodes from '../../../seeds/reference/gzsw-codes.json' with { type: 'json' };
import hsChapters from '../../../seeds/reference/hs-chapters.json' with { type: 'json' };
import hsControls from '../../../seeds/reference/hs-controls.json' with { type: 'json' };
import marketConfirmations from '../../../seeds/reference/market-confirmations.json' with { type: 'json' };
import markets from '../../../seeds/reference/markets.json' with { type: 'json' };
import personAges from '../../../seeds/reference/person-ages.json' with { type: 'json' };
import plausibleDates from '../../../seeds/reference/plausible-dates.json' with { type: 'json' };
import rates from '../../../seeds/reference/rates.json' with { type: 'json' };
import recordNumbers from '../../../seeds/reference/record-numbers.json' with { type: 'json' };
import retention from '../../../seeds/reference/retention.json' with { type: 'json' };
import blockedParties from '../../../seeds/reference/risk/blocked-parties.json' with { type: 'json' };
import dangerousGoods from '../../../seeds/reference/risk/dangerous-goods.json' with { type: 'json' };
import dualUse from '../../../seeds/reference/risk/dual-use.json' with { type: 'json' };
import thresholds from '../../../seeds/reference/risk/thresholds.json' with { type: 'json' };
import valuePerKilogram from '../../../seeds/reference/risk/value-per-kilogram.json' with { type: 'json' };
import segregation from '../../../seeds/reference/segregation.json' with { type: 'json' };
import severityTerms from '../../../seeds/reference/severity-terms.json' with { type: 'json' };
import sheetWords from '../../../seeds/reference/sheet-words.json' with { type: 'json' };
import tariff from '../../../seeds/reference/tariff.json' with { type: 'json' };
import tenants from '../../../seeds/reference/tenants.json' with { type: 'json' };
import tradeRules from '../../../seeds/reference/trade-rules.json' with { type: 'json' };
import units from '../../../seeds/reference/units.json' with { type: 'json' };
import { fileOf } from './list.ts';
import { LISTS, type ListKey, type RowOf } from './lists/index.ts';

/** The first version of every list, as it comes with the program: the files of `seeds/reference/`. */
const FILES: Readonly<Record<ListKey, unknown>> = {
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

/** Where a version of a list is from. */
export interface Origin {
  readonly title: string;
  readonly source: string;
  /** The day on which it was looked up. */
  readonly asOf: string;
  /** True where this project chose it; or what of it was chosen. */
  readonly designed?: string | true | undefined;
}

export interface Version<K extends ListKey = ListKey> extends Origin {
  readonly rows: readonly RowOf<K>[];
}

function parsed<K extends ListKey>(key: K): Version<K> {
  const { items, ...origin } = fileOf<RowOf<K>>(LISTS[key] as unknown as { row: z.ZodType<RowOf<K>> }).parse(
    FILES[key],
  );
  return { ...origin, rows: items };
}

/** @throws ZodError where a file is not what its parser says, so that a program with a broken file does not start */
export const SHIPPED = Object.fromEntries(
  (Object.keys(LISTS) as ListKey[]).map((key) => [key, parsed(key)]),
) as unknown as { readonly [K in ListKey]: Version<K> };
