import type { Finding, Severity } from '../kernel/finding.ts';
import { asRule } from '../kernel/unreadable.ts';
import type { ListKey } from './lists/index.ts';

/** Number of a risk rule, `R01` to `R28`. */
export type RuleId = `R${number}`;

/** What the index of rules, docs/rules.md, says of a rule. */
export interface RuleAbout {
  /** Absent where the rule is none of the numbered ones. */
  readonly id?: RuleId | readonly RuleId[];
  /** Chinese. */
  readonly name: string;
  readonly looksAt: string;
  /** Reference lists that hold the rule's thresholds or codes, and the field where it is one of many. */
  readonly threshold?: readonly (ListKey | `${ListKey}.${string}`)[];
  /** The document it rests on; absent where the rule is this project's own. */
  readonly source?: string;
  /** The severities its findings can have. */
  readonly severity: readonly Severity[];
}

/** A judgement that says of itself what it is. */
export type Ruled<J> = J & { readonly about: RuleAbout };

/** One rule: what it finds wrong or doubtful; nothing where it is kept, does not apply or looks at what cannot be read. */
export const rule = <J extends (...given: never[]) => Finding[]>(about: RuleAbout, judge: J): Ruled<J> =>
  Object.assign(asRule(judge) as unknown as J, { about });
