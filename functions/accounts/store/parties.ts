import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { Party } from '../domain/party.ts';

const PARTY_FORM = form('account-party', Party);

export const parties = (table: Table) => ({
  keepParty: (party: Party): Promise<boolean> => keepNewest(table, partyKey(party), PARTY_FORM, party),

  /** Parties by their identifiers; those that nobody has told of are left out. */
  parties: async (entityIds: readonly string[]): Promise<ReadonlyMap<string, Party>> => {
    const keys = [...new Set(entityIds)].flatMap((entityId) => {
      const districtId = parseIdentifier('entity', entityId)?.districtId;
      return districtId === undefined ? [] : [partyKey({ districtId, entityId })];
    });
    const items = await table.getMany(keys);
    return new Map(
      items.flatMap((item) => {
        if (!item) return [];
        const party = keptDetail(PARTY_FORM, item);
        return [[party.entityId, party] as const];
      }),
    );
  },
});

const partyKey = ({ districtId, entityId }: Pick<Party, 'districtId' | 'entityId'>): Key => ({
  pk: districtKey(districtId, 'ACCOUNT_PARTY', entityId),
  sk: CURRENT,
});
