import { linksOf } from '../identity.ts';
import { inactiveParty } from './active-party.ts';
import type { ScreeningRule } from './rule.ts';

/** R24: neither who files nor whom it names may be suspended; named parties must be in force. */
export const suspendedParty: ScreeningRule = (submission, { parties, sameIdentity }) => [
  ...linksOf(submission).flatMap((link) => {
    const party = parties.get(link.entityId);
    return party ? inactiveParty(link, party) : [];
  }),
  ...sameIdentity
    .filter((party) => party.status === 'SUSPENDED')
    .flatMap((party) => inactiveParty({ pointer: '/entity', label: '本主体' }, party)),
];
