import { z } from 'zod';
import { Caller } from '../../../functions/shared/auth/caller.ts';
import { Problem, ruleViolation } from '../../../functions/shared/http/problem.ts';
import { findingsOf } from '../../../functions/shared/kernel/issues.ts';
import type { HostClock } from '../clock.ts';
import type { DevAnswer, GatewayOptions } from './gateway.ts';
import type { TokenIssuer } from './tokens.ts';

const TokenRequest = Caller.omit({ sub: true }).extend({ sub: z.string().min(1).max(200).optional() });
const ClockRequest = z.strictObject({ now: z.iso.datetime({ offset: true }) });

/**
 * What only the embedded host has: tokens for trials and a clock that can be moved forward.
 *
 * @param clockMoved told after every move, to wake what waits for a time
 */
export const devRoutes =
  (issuer: TokenIssuer, clock: HostClock, clockMoved: () => void): GatewayOptions['dev'] =>
  async (request, path, body): Promise<DevAnswer | undefined> => {
    switch (`${request.method} ${path}`) {
      case 'POST /dev/tokens': {
        const asked = parsed(TokenRequest, body);
        const sub = asked.sub ?? [asked.role, asked.districtId, asked.entityId].filter(Boolean).join(':');
        return { status: 201, body: { token: await issuer.issue({ ...asked, sub }) } };
      }
      case 'POST /dev/clock': {
        const { now } = parsed(ClockRequest, body);
        if (Date.parse(now) < clock.now().getTime()) {
          throw new Problem('BAD_PARAMETER', `时钟只能向前拨；现在是 ${clock.now().toISOString()}`);
        }
        clock.moveTo(new Date(now));
        clockMoved();
        return { status: 200, body: { now: clock.now().toISOString() } };
      }
      default:
        return undefined;
    }
  };

function parsed<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Problem('MALFORMED_JSON', '请求内容不是有效的 JSON', [], { cause: error });
  }
  const result = schema.safeParse(input);
  if (!result.success) throw ruleViolation(findingsOf(schema, input, result.error));
  return result.data;
}
