import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { CITY, type DistrictId } from '../kernel/identifier.ts';
import { form, readForm } from '../table/form.ts';
import { districtKey, type Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { putWhere } from '../table/write.ts';
import { MAX_COUNTED } from './queue.ts';

/** 站内通知 as they lie in boxes, an entity's or a role's in a district: what of them a reader has not read. */

/** Whose notices. */
export interface Box<Recipient extends string = string> {
  readonly districtId: DistrictId;
  /** An entity by its identifier, or a role. */
  readonly recipient: Recipient;
}

const MARK_FORM = form('notice-mark', z.object({ readUntil: z.string() }));

/** What the sort keys of notices begin with; their instant follows. Marks come after them. */
export const NOTICE = 'N#';

export const boxKey = ({ districtId, recipient }: Box): Key['pk'] => districtKey(districtId, 'NOTICES', recipient);

const markKey = (box: Box, sub: string): Key => ({ pk: boxKey(box), sk: `READ#${sub}` });

const OFFICES = {
  clerk: 'CLERK',
  reviewer: 'REVIEWER',
  // A centre's head reads what its reviewers are told.
  centreHead: 'REVIEWER',
  operator: 'OPERATOR',
  manager: 'MANAGER',
  inspector: 'INSPECTOR',
  market: 'MARKET',
  bank: 'BANK',
} as const;

const isOffice = (role: string): role is keyof typeof OFFICES => Object.hasOwn(OFFICES, role);

/** A party's own; of an office those of the role in its district. Undefined where nobody is told anything. */
export function ownBox({ role, districtId, entityId }: Caller): Box | undefined {
  if (isOffice(role)) return { districtId: role === 'operator' ? CITY : districtId, recipient: OFFICES[role] };
  return entityId === undefined ? undefined : { districtId, recipient: entityId };
}

/** Notices of a box from a sort key on, the newest first. */
export const newestFirst = (box: Box, from: string = NOTICE) => ({
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':pk': boxKey(box), ':from': from, ':to': `${NOTICE}~` },
  ScanIndexForward: false,
});

export const readMarks = (table: Table) => ({
  /** How many are newer than what the reader has read, at most `MAX_COUNTED`, and until when that is. */
  unread: async (box: Box, sub: string): Promise<{ unread: number; readUntil: string | undefined }> => {
    const mark = await table.get(markKey(box, sub));
    const readUntil = mark && readForm(MARK_FORM, mark, mark['form']).readUntil;
    // `~` is after every character of an instant: what happened at the very instant is read.
    const { items } = await table.query({
      ...newestFirst(box, readUntil === undefined ? NOTICE : `${NOTICE}${readUntil}~`),
      Limit: MAX_COUNTED,
    });
    return { unread: items.length, readUntil };
  },

  /** Moves the reader's mark on; it never goes back. */
  markRead: async (box: Box, sub: string, readUntil: string): Promise<void> => {
    const condition = {
      expression: 'attribute_not_exists(pk) OR readUntil < :until',
      values: { ':until': readUntil },
    };
    await table.write(putWhere({ ...markKey(box, sub), form: MARK_FORM.version, readUntil }, condition));
  },
});
