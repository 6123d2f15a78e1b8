import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../events/names.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import type { Link } from './identity.ts';
import type { Party } from './rules/rule.ts';

/** A named entity is registered in this district, as the kind it is named for. */
export const unknownParty = ({ pointer, label, entityId, kind }: Link, party: Party | undefined): Finding[] =>
  party?.kind === kind
    ? []
    : [
        danger(
          'UNKNOWN_PARTY',
          pointer,
          says(`${label}“${entityId}”不是本区县已备案的${ENTITY_KIND_NAMES[kind]}`, '请核对编号，或先为其办理备案'),
        ),
      ];

/** R24: a party that is suspended, cancelled or expired takes part in nothing. */
export const inactiveParty = ({ pointer, label }: Pick<Link, 'pointer' | 'label'>, party: Party): Finding[] =>
  party.status === 'ACTIVE'
    ? []
    : [
        danger(
          'PARTY_NOT_ACTIVE',
          pointer,
          says(
            `${label}“${party.name}”的${ENTITY_KIND_NAMES[party.kind]}备案（${party.filingNumber}）${ENTITY_STATUS_NAMES[party.status]}${party.statusReason === undefined ? '' : `（${party.statusReason}）`}`,
            '请待其恢复有效后再办理',
          ),
        ),
      ];

/** A named entity is registered, of its kind, and in force. */
export const partyFindings = (link: Link, party: Party | undefined): Finding[] =>
  party?.kind === link.kind ? inactiveParty(link, party) : unknownParty(link, party);
