import { certificateNumberOf } from '../../../shared/kernel/certificate-number.ts';
import { searchForm } from '../../../shared/kernel/comparison.ts';
import { danger, says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/**
 * R16: a buyer on a list in force is refused, by certificate or by name; so is who collects for a foreign buyer, by name.
 */
export const blockedParty = rule<IntakeRule>(
  {
    id: 'R16',
    name: '限制名单',
    looksAt: 'foreign buyers and payees, by certificate or by name',
    threshold: ['blockedParties'],
    severity: ['DANGER'],
  },
  (submission, { lists }) => {
    const foreign = foreignParty(submission);
    const row = foreign && [...lists.blockedParties.values()].find((one) => isSame(one, foreign));
    if (!foreign || !row) return [];
    const message = says(
      `“${foreign.name}”在 ${row.from} 起有效的限制名单上（${row.name}），不能备案`,
      '如属同名，请持证件到服务中心核实',
    );
    return [danger('BLOCKED_PARTY', foreign.pointer, message, row.legalBasis)];
  },
);

interface Foreign {
  readonly name: string;
  readonly pointer: string;
  /** Nationality and number of a certificate. */
  readonly certificate?: string;
}

function foreignParty({ kind, entity }: Parameters<IntakeRule>[0]): Foreign | undefined {
  if (kind === 'payee' && entity.payeeType === 'FOREIGN_BUYER') return { name: entity.name, pointer: '/entity/name' };
  if (kind !== 'buyer') return undefined;
  const certificate = certificateOf(entity);
  return { name: entity.name, pointer: '/entity/name', certificate };
}

const isSame = (row: RowOf<'blockedParties'>, { name, certificate }: Foreign): boolean =>
  searchForm(row.name) === searchForm(name) || certificate === certificateOf(row);

const certificateOf = (of: { readonly nationality: string; readonly certificateNumber: string }): string =>
  `${of.nationality} ${searchForm(certificateNumberOf(of.certificateNumber))}`;
