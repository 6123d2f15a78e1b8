import { sha256 } from '../../../functions/shared/digest.ts';
import type { Stored } from '../../../functions/shared/table/aggregate.ts';
import { type AuditEntry, CHAIN_START, entryIn, type KeptEntry } from '../../../functions/shared/table/audit.ts';
import { versionKey } from '../../../functions/shared/table/keys.ts';

/**
 * Where the history of a record does not hold: an entry that is missing, altered or out of place, or a record that is not
 * what its last entry says.
 *
 * @param kept entries of the audit table, by version
 * @param record as it stands in the registry; undefined where there is none
 * @returns undefined where all holds
 */
export function firstBreak(
  kept: readonly KeptEntry[],
  record: Pick<Stored<unknown>, 'version' | 'auditHash' | 'data'> | undefined,
): string | undefined {
  let previous = CHAIN_START;
  let last: AuditEntry | undefined;
  for (const [index, one] of kept.entries()) {
    const version = index + 1;
    const { hash: _own, ...hashed } = one;
    if (sha256(hashed) !== one['hash']) return `entry ${version} was altered`;
    const entry = entryIn(one);
    if (entry.version !== version || entry.sk !== versionKey(version)) return `entry ${version} is missing`;
    if (entry.previousHash !== previous) return `entry ${version} does not follow the one before it`;
    previous = entry.hash;
    last = entry;
  }
  if (!record) return 'the record is gone';
  if (!last || record.version !== last.version)
    return `the record is at version ${record.version}, its last entry is not`;
  if (record.auditHash !== last.hash) return 'the record points to another last entry';
  return sha256(record.data) === last.contentHash ? undefined : 'the record is not what its last entry says';
}

/**
 * The same of a log, which keeps every version: no version may be missing, and each must be what its entry says.
 *
 * @param log by version
 */
export function firstBreakOfLog(
  kept: readonly KeptEntry[],
  log: readonly Pick<Stored<unknown>, 'version' | 'auditHash' | 'data'>[],
): string | undefined {
  const broken = firstBreak(kept, log.at(-1));
  if (broken !== undefined) return broken;
  const bad = kept.map(entryIn).find(({ version, hash, contentHash }, index) => {
    const said = log[index];
    return said?.version !== version || said.auditHash !== hash || sha256(said.data) !== contentHash;
  });
  return bad && `version ${bad.version} is not what its entry says`;
}
