import { blocks, type Finding } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import type { RuleId } from '../../../shared/reference/rule.ts';
import { type JUDGED_NAMES, VERDICT_NAMES } from '../names.ts';
import { loadedApart } from '../rules/loaded/loaded-apart.ts';
import { loadedCounts } from '../rules/loaded/loaded-counts.ts';
import { loadedDay } from '../rules/loaded/loaded-day.ts';
import { loadedMass } from '../rules/loaded/loaded-mass.ts';
import { loadedNet } from '../rules/loaded/loaded-net.ts';
import { loadedPlace } from '../rules/loaded/loaded-place.ts';
import { loadedSplit } from '../rules/loaded/loaded-split.ts';
import type { TradeSnapshot } from '../trade.ts';
import { type Declared, declare } from './declared.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { LoadedContainer, LoadedList } from './list.ts';
import { type Subject, subjectsOf } from './subjects.ts';

export interface Verdict {
  readonly judged: keyof typeof JUDGED_NAMES;
  readonly rule?: RuleId;
  /** Absent where it is about the whole list. */
  readonly containerNo?: number;
  readonly result: keyof typeof VERDICT_NAMES;
}

export interface Judged {
  /** What stands against the list, and what does not and is told. */
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
  /** Of each container, in the order of the list. */
  readonly figures: readonly Figures[];
  readonly declared: Declared;
}

export type LoadedLists = Pick<Lists, 'containerTypes' | 'declarationRules' | 'dangerousGoods' | 'segregation'>;

export interface ListToJudge {
  readonly list: LoadedList;
  /** The trades of the consolidation, with cartons as last measured. */
  readonly trades: readonly TradeSnapshot[];
  readonly districtId: string;
  readonly lists: LoadedLists;
}

/** Judges a packing list that names what is there (`listFindings`), as far as it and the trades say. */
export function judgeLoaded({ list, trades, districtId, lists }: ListToJudge): Judged {
  const subjects = subjectsOf(list, trades);
  const figures = list.containers.map((container) => figuresOf(container, subjects));
  const declared = declare(subjects, lists);
  const counts = loadedCounts(subjects);
  const net = loadedNet(subjects);
  const day = list.packedOn === undefined ? undefined : loadedDay(trades, list.packedOn);
  const place = list.packingDistrict === undefined ? undefined : loadedPlace(districtId, list.packingDistrict);
  const boxes = list.containers.map((container, at) => boxOf(container, figures[at]!, subjects, lists));
  const isCounted = subjects.every(({ registered, loaded }) => registered !== undefined && loaded !== undefined);
  const isWeighed = figures.every(({ grossG }) => grossG !== undefined) && isCounted;
  return {
    findings: [
      ...counts,
      ...boxes.flatMap(({ findings }) => findings),
      ...net,
      ...(day ?? []),
      ...(place ?? []),
      ...loadedSplit(list),
    ],
    verdicts: [
      { judged: 'COUNT', result: resultOf(counts, isCounted) },
      ...boxes.flatMap(({ verdicts }) => verdicts),
      { judged: 'NET_GROSS', rule: 'R08', result: resultOf(net, isWeighed) },
      { judged: 'VALUE', rule: 'R01', result: 'refused' in declared ? 'FAILED' : 'PASSED' },
      { judged: 'CONTAINER_NUMBER', rule: 'R10', result: 'PASSED' },
      { judged: 'CONTAINER_USE', rule: 'R11', result: 'PASSED' },
      { judged: 'DAY', rule: 'R21', result: resultOf(day) },
      { judged: 'PLACE', rule: 'R22', result: resultOf(place) },
    ],
    figures,
    declared,
  };
}

/** Whether a list cannot be taken as it is. */
export const isRefused = ({ findings }: Pick<Judged, 'findings'>): boolean => blocks(findings);

/** All that is told of a list that is taken, why no declarations are planned of it among them. */
export const toldOf = ({ findings, declared }: Judged): Finding[] => [
  ...findings,
  ...('refused' in declared ? declared.refused : []),
];

const resultOf = (findings: readonly Finding[] | undefined, isKnown = true): Verdict['result'] => {
  if (findings === undefined) return 'UNJUDGED';
  return findings.length > 0 ? 'FAILED' : isKnown ? 'PASSED' : 'UNJUDGED';
};

function boxOf(
  container: LoadedContainer,
  figures: Figures,
  subjects: readonly Subject[],
  lists: LoadedLists,
): { readonly findings: Finding[]; readonly verdicts: Verdict[] } {
  const { no, isShared = false, containerNumber } = container;
  const masses = loadedMass(container, figures, lists);
  const over = (code: string) => masses.filter((finding) => finding.code === code);
  const isHere = ({ no: place }: { readonly no: number }): boolean => place === no;
  const here = subjects.filter(({ entries }) => entries.some(isHere));
  // A trade that is named as a whole in several containers may have any of its lines in any of them.
  const certain = here.filter(({ lineNo, entries }) => lineNo !== undefined || entries.every(isHere));
  const partedIn = (held: readonly Subject[]): Finding[] =>
    loadedApart(
      containerNumber,
      `/containers/${no - 1}`,
      held.flatMap(({ trade, lines }) => lines.map((line) => ({ trade, line }))),
      lists,
    );
  const apart = partedIn(certain);
  const isKnown = certain.length === here.length || partedIn(here).length === 0;
  const verdict = (judged: Verdict['judged'], found: readonly Finding[], known: boolean, rule?: RuleId): Verdict => ({
    judged,
    ...(rule && { rule }),
    containerNo: no,
    result: resultOf(found, known && !isShared),
  });
  return {
    findings: [...masses, ...apart],
    verdicts: [
      verdict('MASS', over('R09_OVER_PAYLOAD'), figures.grossG !== undefined, 'R09'),
      verdict('SIZE', over('R09_OVER_VOLUME'), figures.volumeMm3 !== undefined, 'R09'),
      verdict('SEPARATION', apart, isKnown),
    ],
  };
}
