import { z } from 'zod';
import { EntityKind, EntityStatus } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import { Assignment, Post } from '../../shared/kernel/assignment.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { ACCOUNT_STATE_NAMES, IDLE_NAMES } from '../../shared/kernel/names.ts';
import { AUTHORITY_NAMES, ROLE_NAMES } from '../../shared/kernel/role.ts';

const EntityJson = z.object({
  id: z.string(),
  name: z.string(),
  kind: EntityKind.meta({
    description: Object.entries(ENTITY_KIND_NAMES)
      .map((pair) => pair.join(' '))
      .join(', '),
  }),
  status: EntityStatus,
});

export const AssignmentJson = z.object({
  id: z.string(),
  role: named(ROLE_NAMES),
  districtId: z.string(),
  districtName: z.string(),
  entityId: z.string().optional(),
  authority: named(AUTHORITY_NAMES).optional(),
  bankCode: z.string().optional(),
  from: Assignment.shape.from,
  until: Assignment.shape.until,
  state: Assignment.shape.state,
  proposedBy: z.string(),
  confirmedBy: z.string().optional(),
  endedBy: z.string().optional(),
  inForce: z.boolean().meta({ description: 'Whether it gives its post today; a suspended account has none' }),
});

export const AccountJson = z.object({
  sub: z.string(),
  name: z.string(),
  districtId: z.string(),
  districtName: z.string(),
  state: named(ACCOUNT_STATE_NAMES),
  reason: z.string().optional().meta({ description: 'Why it is suspended' }),
  assignments: z.array(AssignmentJson).meta({ description: 'Those that the caller may know of' }),
  lastCode: z
    .object({ at: z.string(), by: z.string(), reason: z.string() })
    .optional()
    .meta({ description: 'The last one-time code that was handed out, by whom and why' }),
  version: z.int(),
});

export const WithCode = AccountJson.extend({
  loginName: z.string().optional().meta({ description: 'Under which name the person signs in; shown with the code' }),
  code: z
    .string()
    .optional()
    .meta({
      description:
        'The one-time code with which the person begins. This answer alone shows it; a repeated request is answered without it. ' +
        'Absent where pass phrases are another issuer’s matter',
    }),
  codeExpiresAt: z.string().optional(),
});

export const MeJson = z.object({
  sub: z.string(),
  name: z.string().optional(),
  state: named(ACCOUNT_STATE_NAMES).optional().meta({ description: 'Absent of whom the platform keeps no account' }),
  acting: Post.partial({ assignmentId: true })
    .extend({
      roleName: z.string(),
      districtName: z.string(),
      entity: EntityJson.optional().meta({ description: 'The party in whose name a merchant or agent acts' }),
    })
    .optional()
    .meta({ description: 'As what the request acts; absent where the person acts as nothing' }),
  idle: named(IDLE_NAMES).optional().meta({ description: 'Why the person acts as nothing' }),
  secondFactor: z.boolean().meta({ description: 'Whether decisions are open to this sign-in' }),
  assignments: z.array(AssignmentJson.extend({ roleName: z.string(), entity: EntityJson.optional() })),
});

concepts({
  Party: EntityJson,
  Assignment: AssignmentJson,
  Account: AccountJson,
  AccountWithCode: WithCode,
  Me: MeJson,
});
