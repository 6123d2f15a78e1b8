import type { Finding } from '../../shared/kernel/finding.ts';
import type { Cargo, Rule } from './application.ts';
import { cartonsFit } from './rules/cartons-fit.ts';
import { cutoffAhead } from './rules/cutoff-ahead.ts';
import { linesDeclarable } from './rules/lines-declarable.ts';
import { oneDestination } from './rules/one-destination.ts';
import { onePort } from './rules/one-port.ts';
import { oneTradeOperator } from './rules/one-trade-operator.ts';
import { partiesInForce } from './rules/parties-in-force.ts';
import { planSize } from './rules/plan-size.ts';
import { tradesRegistered } from './rules/trades-registered.ts';

const RULES: readonly Rule[] = [
  cutoffAhead,
  partiesInForce,
  tradesRegistered,
  oneDestination,
  onePort,
  oneTradeOperator,
  planSize,
  cartonsFit,
  linesDeclarable,
];

/** What stands against cargo that is measured after its consolidation was admitted. */
export const admitMeasured = (cargo: Cargo): Finding[] => [...planSize(cargo), ...cartonsFit(cargo)];

/** All findings at once. */
export const admit: Rule = (application) => RULES.flatMap((rule) => rule(application));
