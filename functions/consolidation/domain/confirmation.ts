import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import type { Consolidation } from './consolidation.ts';
import type { ConfirmationRequest } from './request.ts';

/** Findings against recording containers as loaded: each planned container must be named, and no other. */
export function confirmationFindings(consolidation: Consolidation, request: ConfirmationRequest): Finding[] {
  const { containers = 0, unplacedCartons = 0 } = consolidation.plan ?? {};
  const named = new Set(request.containers.map(({ no }) => no));
  const missing = Array.from({ length: containers }, (_, index) => index + 1).filter((no) => !named.has(no));
  const findings = request.containers.flatMap(({ no }, index) =>
    no <= containers
      ? []
      : [danger('UNKNOWN_CONTAINER', `/containers/${index}/no`, `方案只有 ${containers} 个集装箱，没有第 ${no} 箱`)],
  );
  if (missing.length > 0) {
    const list = missing.join('、');
    findings.push(
      danger(
        'CONTAINER_MISSING',
        '/containers',
        `缺少第 ${list} 箱的集装箱号和封志号；确认须一次列出方案中的全部集装箱`,
      ),
    );
  }
  if (unplacedCartons > 0) {
    findings.push(
      danger(
        'CARTONS_UNPLACED',
        '',
        says(
          `还有 ${unplacedCartons} 箱货物未能装入，已申报的货物须全部装箱`,
          '请释放后减少交易或增加可用箱型，重新组货',
        ),
      ),
    );
  }
  return findings;
}
