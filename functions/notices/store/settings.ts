import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, replace, type Write } from '../../shared/table/write.ts';
import { MailCode } from '../domain/mail-code.ts';
import { NoticeSettings } from '../domain/settings.ts';

const record = aggregate({ head: form('notice-settings', NoticeSettings) });

const CODE_FORM = form('notice-mail-code', MailCode);

export interface StoredCode {
  readonly version: number;
  readonly data: MailCode;
}

export const settings = (table: Table) => ({
  settings: (entityId: string): Promise<Stored<NoticeSettings> | undefined> =>
    record.load(table, settingsKey(entityId)),

  /** The settings of those parties that have any. */
  settingsOf: async (entityIds: readonly string[]): Promise<ReadonlyMap<string, NoticeSettings>> => {
    if (entityIds.length === 0) return new Map();
    const items = await table.getMany([...new Set(entityIds)].map((id) => ({ pk: settingsKey(id), sk: CURRENT })));
    return new Map(items.flatMap((item) => (item ? [record.headOf(item).data] : [])).map((one) => [one.entityId, one]));
  },

  /** The last code that a party was sent, whether it still confirms or not. */
  mailCode: async (entityId: string): Promise<StoredCode | undefined> => {
    const item = await table.get(codeKey(entityId));
    return item && { version: Number(item['version']), data: readForm(CODE_FORM, item['code'], item['form']) };
  },

  /** Counts a try before it is judged, so that however many are made at once, no more are judged than there may be. */
  countTry: (entityId: string, before: StoredCode): Promise<void> =>
    table.commit(codeWrites(entityId, before, { ...before.data, tries: before.data.tries + 1 })),
});

/** The writes of a change of a party's settings. */
export const settingsWrites = (
  data: NoticeSettings,
  before: Stored<NoticeSettings> | undefined,
  cause: Cause<'CHANGE' | 'CONFIRM'>,
): Write[] =>
  record.writes({
    ...cause,
    pk: settingsKey(data.entityId),
    before,
    data,
    listing: { districtId: data.districtId, collection: 'NOTICE_SETTINGS' },
    otherwise: changed,
  }).writes;

/** The writes of a code in place of the one before. */
export function codeWrites(entityId: string, before: StoredCode | undefined, code: MailCode): Write[] {
  const item = {
    ...codeKey(entityId),
    form: CODE_FORM.version,
    version: (before?.version ?? 0) + 1,
    code,
    expiresAt: clearedAt('MAIL_CODE', code.askedAt),
  };
  return [before ? replace(item, before.version, changed) : create(item, changed)];
}

const changed = (): Error => new ConcurrencyConflict('the settings were changed by another request');

const settingsKey = (entityId: string): Key['pk'] => districtKey(districtOf(entityId), 'NOTICE_SETTINGS', entityId);

const codeKey = (entityId: string): Key => ({ pk: settingsKey(entityId), sk: 'MAIL_CODE' });

const districtOf = (entityId: string): DistrictId => {
  const found = parseIdentifier('entity', entityId);
  if (!found) throw new Error(`${entityId} is no entity's identifier`);
  return found.districtId;
};
