import type { Finding } from '../../../../shared/kernel/finding.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import type { Change } from '../../change.ts';
import type { Entity } from '../../entity.ts';
import type { Submission } from '../../submission.ts';

/** A registered entity as it stands, with what a change must look at. */
export interface Registered {
  readonly entity: Entity;
  /** Trades that name the entity and are neither cleared nor withdrawn. */
  readonly openTrades: readonly string[];
  /** The live filing that holds the identity which the changed form gives, if it is another's. */
  readonly identityHolder: string | undefined;
}

/** A change that is asked of an entity, with the form as it is to be. */
export interface Request extends Registered {
  readonly change: Change;
  readonly submission: Submission;
  /** `YYYY-MM-DD` in China. */
  readonly today: string;
  /** What is in force today. */
  readonly lists: Lists;
}

export type ChangeRule = (request: Request) => Finding[];
