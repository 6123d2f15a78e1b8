import { acceptance, danger, type Finding, warningId } from '../../shared/kernel/finding.ts';

/** What stands against a request, and what its client and a reviewer answer for. */
export interface Judgement {
  readonly refused: readonly Finding[];
  /** `warningId`s that were accepted. */
  readonly accepted: string[];
  /** For a reviewer; they stand against nothing. */
  readonly review: Finding[];
}

/** A warning stands against a request until it is accepted and explained. */
export function judge(
  findings: readonly Finding[],
  acceptedWarnings: ReadonlySet<string>,
  explanation: string | undefined,
): Judgement {
  const isAccepted = acceptance(acceptedWarnings);
  const accepted = findings.filter((found) => found.severity === 'WARNING' && isAccepted(found));
  const review = findings.filter((found) => found.severity === 'REVIEW');
  return {
    refused: [
      ...findings.filter((found) => !accepted.includes(found) && !review.includes(found)),
      ...(accepted.length > 0 && explanation === undefined ? [EXPLANATION_REQUIRED] : []),
    ],
    accepted: accepted.map(warningId),
    review,
  };
}

const EXPLANATION_REQUIRED = danger(
  'EXPLANATION_REQUIRED',
  '/explanation',
  '接受警告须填写“说明”写明原因，请补充后重新提交',
);
