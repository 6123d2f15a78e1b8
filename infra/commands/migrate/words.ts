import type { Migrated } from './migrate.ts';

/** What a migration has done, for whoever runs it. */
export function migrationWords({ items, migrated, collisions }: Migrated): string {
  const total = Object.values(migrated).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(migrated).map(([kind, count]) => `${kind} ${count}`);
  return [
    `${total} of ${items} items were brought into the present layout${kinds.length === 0 ? '' : `: ${kinds.join(', ')}`}`,
    ...collisions.map(({ what, kept, lost }) => `${what}: ${lost} has what ${kept} filed earlier; look at both`),
  ].join('\n');
}
