import { z } from 'zod';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import { SCORECARD_STATUS_NAMES } from './names.ts';
import { Scorecard } from './scorecard.ts';

/** A scorecard on its way: written by one person, simulated on the facts, published by another. */
export const ScorecardRecord = z.object({
  card: Scorecard,
  status: named(SCORECARD_STATUS_NAMES),
  author: z.string(),
  /** The finished run that compared it with the card in effect. */
  simulatedBy: z.string().optional(),
  publishedAt: z.string().optional(),
});

export type ScorecardRecord = z.infer<typeof ScorecardRecord>;

/**
 * Whatever speaks against publishing a draft on a day. It takes effect on a later day: so no score of a day that has begun
 * is ever computed by two cards. A card takes effect in the order of its version, so that none is replaced by an older one.
 */
export function publicationFindings(
  { card, simulatedBy }: ScorecardRecord,
  published: readonly Pick<Scorecard, 'version' | 'effectiveFrom'>[],
  today: string,
): Finding[] {
  const findings: Finding[] = [];
  if (simulatedBy === undefined) {
    findings.push(
      danger('NOT_SIMULATED', '', says(`评分卡 ${card.version} 尚未模拟`, `请先模拟这张评分卡，待其完成并核对结果`)),
    );
  }
  if (card.effectiveFrom <= today) {
    findings.push(
      danger(
        'EFFECTIVE_TOO_EARLY',
        '/effectiveFrom',
        says(`生效日期 ${card.effectiveFrom} 须晚于今天 ${today}，以免改变已有的评分`, '请以新版本另拟生效日期'),
      ),
    );
  }
  const same = published.find(({ effectiveFrom }) => effectiveFrom === card.effectiveFrom);
  if (same) {
    findings.push(
      danger(
        'EFFECTIVE_TWICE',
        '/effectiveFrom',
        says(`评分卡 ${same.version} 也自 ${card.effectiveFrom} 起生效`, '请以新版本另拟生效日期'),
      ),
    );
  }
  const crossed = published.find(
    (other) =>
      other.effectiveFrom !== card.effectiveFrom &&
      isLater(other.version, card.version) !== other.effectiveFrom > card.effectiveFrom,
  );
  if (crossed) {
    findings.push(
      danger(
        'EFFECTIVE_CIRCULAR',
        '/effectiveFrom',
        says(
          `评分卡 ${crossed.version} 自 ${crossed.effectiveFrom} 起生效，与 ${card.version} 自 ${card.effectiveFrom} 起生效的先后相反，旧卡会取代新卡`,
          '请以新版本另拟生效日期',
        ),
      ),
    );
  }
  return findings;
}

/** Whether a version `<year>-<number>` comes after another. */
function isLater(version: string, than: string): boolean {
  const [[year = 0, no = 0], [thanYear = 0, thanNo = 0]] = [version, than].map((one) => one.split('-').map(Number)) as [
    number[],
    number[],
  ];
  return year === thanYear ? no > thanNo : year > thanYear;
}
