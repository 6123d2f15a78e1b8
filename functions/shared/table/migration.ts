import { ConcurrencyConflict } from './errors.ts';
import type { StoredItem, Table } from './table.ts';
import { remove, update, type Write } from './write.ts';

/** How items of earlier layouts come into the present one. Whatever it does, done again it does nothing. */
export interface Migration {
  /** The partitions that it goes through, by the third part of their key, e.g. `FILING`. */
  readonly kind: string;
  /** Whether an item in them is of the old layout. */
  readonly isOld: (item: StoredItem) => boolean;
  /**
   * What has to be written instead of an item. Fails with ConcurrencyConflict at its commit where the item has changed
   * since it was read; it is then read and judged anew.
   */
  readonly migrate: (item: StoredItem, table: Table) => Migrated | Promise<Migrated>;
}

export interface Migrated {
  readonly writes: readonly Write[];
  /** Two old records fall on one key: the earlier keeps it, and a person decides about the other. */
  readonly collision?: Collision;
  /** Something else had to be moved first: the item itself is still to be done. */
  readonly isAgain?: boolean;
}

export interface Collision {
  /** What can be of one only, e.g. `STALL`. */
  readonly what: string;
  readonly kept: string;
  readonly lost: string;
}

/** Raised where an item that is migrated has changed since it was read. */
export const changedMeanwhile = (): Error => new ConcurrencyConflict('the item was changed while it was migrated');

/** Takes an item away that is there, as what takes its place is written. */
export const gone = ({ pk, sk }: StoredItem): Write =>
  remove({ pk, sk }, { expression: 'attribute_exists(pk)' }, changedMeanwhile);

/** Items that say the same in the present layout, and have only to say of which form they are. */
export const noteForm = (
  kind: string,
  version: number,
  isMeant: (item: StoredItem) => boolean = () => true,
): Migration => ({
  kind,
  isOld: (item) => item['form'] === undefined && isMeant(item),
  migrate: ({ pk, sk }) => ({
    writes: [
      update(
        { pk, sk },
        'SET form = :form',
        { expression: 'attribute_exists(pk) AND attribute_not_exists(form)' },
        changedMeanwhile,
        {},
        { ':form': version },
      ),
    ],
  }),
});
