import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Cargo, Rule } from '../application.ts';
import { cartonsFit } from './cartons-fit.ts';
import { cutoffAhead } from './cutoff-ahead.ts';
import { knownCodes } from './known-codes.ts';
import { linesDeclarable } from './lines-declarable.ts';
import { oneDestination } from './one-destination.ts';
import { onePort } from './one-port.ts';
import { oneTradeOperator } from './one-trade-operator.ts';
import { ownersConsent } from './owners-consent.ts';
import { partiesInForce } from './parties-in-force.ts';
import { planSize } from './plan-size.ts';
import { tradesRegistered } from './trades-registered.ts';

const RULES: readonly Rule[] = [
  knownCodes,
  cutoffAhead,
  partiesInForce,
  ownersConsent,
  tradesRegistered,
  oneDestination,
  onePort,
  oneTradeOperator,
  planSize,
  cartonsFit,
  linesDeclarable,
];

/** Findings against cargo that is measured after its consolidation was admitted. */
export const admitMeasured = (cargo: Cargo): Finding[] => [...planSize(cargo), ...cartonsFit(cargo)];

/** The findings of all rules. */
export const admit: Rule = (application) => RULES.flatMap((rule) => rule(application));
