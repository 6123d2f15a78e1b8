import { z } from 'zod';
import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { NODE_KINDS, RELATIONS } from '../domain/graph.ts';

const Node = z.object({
  id: z.string(),
  kind: z.enum(NODE_KINDS),
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
  relation: z.enum(RELATIONS),
  cartons: z.int().optional(),
});

const Trace = z.object({
  /** The nodes that were asked for; several where one number stands for several. */
  starts: z.array(z.string()),
  nodes: z.array(Node),
  /** From origin to destination. */
  edges: z.array(Edge),
  /** Whether there are more trade lines than the latest that are shown. */
  truncated: z.boolean(),
});

export type Trace = z.input<typeof Trace>;

export const traceApi = contract({
  trace: {
    method: 'GET',
    path: '/v1/traces/{start}',
    summary:
      'The chain 源头可溯 of a filing, goods, voucher or container number, a voucher’s SHA-256, the id of an entity, goods, trade or consolidation, a ' +
      'trade line `<tradeId>:<line>`, container `<consolidationId>/C<no>`, declaration `<consolidationId>/<no>` or ' +
      'declaration line `<consolidationId>/<no>/<line>` (slashes as %2F): back to the stall and on to the declaration',
    roles: ROLES,
    success: { status: 200, schema: Trace },
    problems: [],
  },
});

export type TraceApi = typeof traceApi;
