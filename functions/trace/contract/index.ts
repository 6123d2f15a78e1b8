import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { NODE_NAMES, RELATION_NAMES } from '../domain/names.ts';

const Node = z.object({
  id: z.string(),
  kind: named(NODE_NAMES),
  label: z.string(),
  status: z.string().optional(),
  /** Entity that answers for it. */
  by: z.string().optional(),
  /** When it came to be as it is. */
  at: z.string().optional(),
});

const Edge = z.object({
  from: z.string(),
  to: z.string(),
  relation: named(RELATION_NAMES),
  cartons: z.int().optional(),
});

const Trace = z.object({
  /** The nodes that were asked for; several where one number stands for several. */
  starts: z.array(z.string()),
  nodes: z.array(Node),
  /** From origin to destination. */
  edges: z.array(Edge),
  /** Whether there are more trade lines than the latest that are shown, or more to choose among. */
  truncated: z.boolean(),
  /**
   * True where a mark, a stall or the last digits of a phone mean several: `nodes` are those, and one of them is to be asked
   * for.
   */
  choice: z.literal(true).optional(),
});

concepts({ TraceNode: Node, TraceEdge: Edge, Trace });

export type Trace = z.input<typeof Trace>;

export const traceApi = contract({
  trace: {
    method: 'GET',
    path: '/v1/traces/{start}',
    summary:
      'The chain 源头可溯 of a filing, goods, trade, consolidation, packing list, voucher, container or seal number, a voucher’s ' +
      'SHA-256, a carton’s mark (`9H04AY-1 C/5`), a stall, for offices the last four digits of a phone, the id of an entity, goods, trade or consolidation, a ' +
      'trade line `<tradeId>:<line>`, container `<consolidationId>/C<no>`, declaration `<consolidationId>/<no>` or ' +
      'declaration line `<consolidationId>/<no>/<line>` (slashes as %2F): back to the stall and on to the declaration',
    roles: READING_ROLES,
    success: { status: 200, schema: Trace },
    problems: [],
  },
});

export type TraceApi = typeof traceApi;
