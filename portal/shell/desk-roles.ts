import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

/** The roles that have a desk of their own in the portal. */
export const DESK_ROLES: Screen['roles'] = [...READING_ROLES, 'market', 'inspector'];
