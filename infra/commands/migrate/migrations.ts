import { migrations as consolidation } from '../../../functions/consolidation/store/migration.ts';
import { migrations as credit } from '../../../functions/credit/store/migration.ts';
import { migrations as filing } from '../../../functions/filing/store/migration.ts';
import { migrations as interchange } from '../../../functions/interchange/store/migration.ts';
import type { Migration } from '../../../functions/shared/table/migration.ts';
import { migrations as trace } from '../../../functions/trace/store/migration.ts';
import { migrations as trade } from '../../../functions/trade/store/migration.ts';

/** How everything that the first layout kept comes into the present one; a capability's own are registered here. */
export const MIGRATIONS: readonly Migration[] = [
  ...filing,
  ...trade,
  ...consolidation,
  ...credit,
  ...interchange,
  ...trace,
];
