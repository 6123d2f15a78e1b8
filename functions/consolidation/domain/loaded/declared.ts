import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { lineKey } from '../carton-ref.ts';
import { planDeclarations } from '../declaration/declaration-plan.ts';
import { type DeclarationResult, inContainers } from '../declaration/declaration-result.ts';
import { declarationRulesOf } from '../declaration/declaration-rules.ts';
import { loadedQuantities } from '../rules/loaded/loaded-quantities.ts';
import { loadedValue } from '../rules/loaded/loaded-value.ts';
import type { TradeSnapshot } from '../trade.ts';
import { declaredLine } from './declared-line.ts';
import { isMeasuredLine, type Subject } from './subjects.ts';

/** The declarations of what was loaded, or what stands against planning them; the facts stay in either case. */
export type Declared =
  | { readonly plan: DeclarationResult; readonly unweighed: readonly string[] }
  | { readonly refused: readonly Finding[] };

/** Plans the declarations of what was loaded: a line that is in no container is not declared, a short one by its share. */
export function declare(subjects: readonly Subject[], lists: Pick<Lists, 'declarationRules'>): Declared {
  const loaded = subjects.filter(({ entries }) => entries.length > 0);
  const trades = [...Map.groupBy(loaded, ({ trade }) => trade.tradeId).values()].flatMap((own): TradeSnapshot[] => {
    const lines = own.flatMap((subject) => subject.lines.flatMap((line) => declaredLine(line, subject) ?? []));
    return own.slice(0, 1).map(({ trade }) => ({ ...trade, lines }));
  });
  const refused = [...loadedQuantities(loaded), ...loadedValue(trades, lists)];
  if (refused.length > 0) return { refused };
  const plan = planDeclarations(
    trades.filter(({ lines }) => lines.length > 0),
    declarationRulesOf(lists),
  );
  return { plan: inContainers(plan, boxesOf(loaded)), unweighed: trades.flatMap(unweighedOf) };
}

/** The lines that lie in each container. */
const boxesOf = (subjects: readonly Subject[]) =>
  [
    ...Map.groupBy(
      subjects.flatMap(({ trade: { tradeId }, lines, entries }) =>
        entries.flatMap(({ no }) => lines.map(({ lineNo }) => ({ no, tradeId, lineNo }))),
      ),
      ({ no }) => no,
    ),
  ]
    .map(([no, placements]) => ({ no, placements }))
    .sort((a, b) => a.no - b.no);

/** Lines of which nobody has given masses. */
const unweighedOf = ({ tradeId, lines }: TradeSnapshot): string[] =>
  lines.filter((line) => !isMeasuredLine(line)).map(({ lineNo }) => lineKey({ tradeId, lineNo }));
