import { type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { declaredLine } from '../../loaded/declared-line.ts';
import { describe, type Subject, shortOf } from '../../loaded/subjects.ts';

/** A short line is declared by its share; where that is no whole quantity, or no line is named, somebody has to say. */
export const loadedQuantities = rule(
  {
    name: '短装数量可以折算',
    looksAt: 'the registered quantity and amount of a short line, by the share of its cartons that was loaded',
    severity: ['REVIEW'],
  },
  (subjects: readonly Subject[]): Finding[] =>
    subjects
      .filter((subject) => shortOf(subject) > 0)
      .filter((subject) => subject.lines.some((line) => declaredLine(line, subject) === undefined))
      .map((subject) =>
        subject.lines.length > 1
          ? review(
              'SHORT_LINE_UNKNOWN',
              subject.entries[0]?.pointer ?? '',
              says(
                `${describe(subject)}短装，清单没有按行列明，不知短装的是哪一行，不予制订报关方案`,
                '请按交易行重报清单',
              ),
            )
          : review(
              'QUANTITY_NOT_WHOLE',
              subject.entries[0]?.pointer ?? '',
              says(
                `${describe(subject)}短装，按箱数折算的数量或金额不是整数，不予制订报关方案`,
                '请释放后更正交易的数量',
              ),
            ),
      ),
);
