import { rule } from '../../../shared/reference/rule.ts';
import { inactiveParty } from '../active-party.ts';
import { linksOf } from '../identity.ts';
import type { ScreeningRule } from './rule.ts';

/** R24: neither who files nor whom it names may be suspended; named parties must be in force. */
export const suspendedParty = rule<ScreeningRule>(
  {
    id: 'R24',
    name: '主体已暂停',
    looksAt: 'whoever files and whom it names: neither suspended, cancelled nor expired',
    severity: ['DANGER'],
  },
  (submission, { parties, sameIdentity }) => [
    ...linksOf(submission).flatMap((link) => {
      const party = parties.get(link.entityId);
      return party ? inactiveParty(link, party) : [];
    }),
    ...sameIdentity
      .filter((party) => party.status === 'SUSPENDED')
      .flatMap((party) => inactiveParty({ pointer: '/entity', label: '本主体' }, party)),
  ],
);
