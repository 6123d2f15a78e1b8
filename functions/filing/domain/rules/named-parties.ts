import { rule } from '../../../shared/reference/rule.ts';
import { unknownParty } from '../active-party.ts';
import { linksOf } from '../identity.ts';
import type { IntakeRule } from './rule.ts';

/** Every entity a form names is registered in this district, as the kind it is named for. */
export const namedParties = rule<IntakeRule>(
  {
    id: 'R24',
    name: '指名的主体已备案',
    looksAt: 'the entities that a form names: registered in the district, of their kind',
    severity: ['DANGER'],
  },
  (submission, { parties }) => linksOf(submission).flatMap((link) => unknownParty(link, parties.get(link.entityId))),
);
