import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { classesOf, mustPart } from '../../segregation.ts';
import { lineKnownAs, type TradeLine, type TradeSnapshot } from '../../trade.ts';

/** A trade line that lies, or may lie, in a container. */
export interface Held {
  readonly trade: TradeSnapshot;
  readonly line: TradeLine;
}

/** Goods that must part do not share a container, whatever a plan would have said. */
export const loadedApart = rule(
  {
    name: '实装货物隔离',
    looksAt: 'the goods that a packing list has in one container, by their classes',
    threshold: ['segregation', 'dangerousGoods'],
    severity: ['DANGER'],
  },
  (
    containerNumber: string,
    pointer: string,
    held: readonly Held[],
    lists: Pick<Lists, 'segregation' | 'dangerousGoods'>,
  ): Finding[] => {
    // Inspected goods have containers of their own for convenience, and not by a rule.
    const classed = held.map((one) => ({ ...one, classes: classesOf(one.line, { separateInspected: false }, lists) }));
    const sets = [...new Map(classed.map((one) => [one.classes.join(), one])).values()];
    return sets.flatMap((a, at) =>
      sets
        .slice(at + 1)
        .filter((b) => mustPart(a.classes, b.classes, lists.segregation))
        .map((b) =>
          danger(
            'GOODS_MUST_PART',
            pointer,
            says(
              `集装箱 ${containerNumber} 内${lineKnownAs(a.trade, a.line)}与${lineKnownAs(b.trade, b.line)}须隔离装运，不能同箱`,
              '请卸出其中一种，另箱装运后重报清单',
            ),
          ),
        ),
    );
  },
);
