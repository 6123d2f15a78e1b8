import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { Caller, claimsAmong } from '../../../functions/shared/auth/caller.ts';
import { parsedJson } from '../../../functions/shared/http/body.ts';
import { Problem, ruleViolation } from '../../../functions/shared/http/problem.ts';
import { excerpt, text } from '../../../functions/shared/kernel/fields.ts';
import { danger } from '../../../functions/shared/kernel/finding.ts';
import { findingsOf } from '../../../functions/shared/kernel/issues.ts';
import type { Lists } from '../../../functions/shared/reference/lists/index.ts';
import { type HostClock, MAX_YEARS_AHEAD } from '../clock.ts';
import { isForeignPage } from '../foreign-page.ts';
import type { DevAnswer, GatewayOptions } from './gateway.ts';
import type { TokenIssuer } from './tokens.ts';

const TokenRequest = Caller.omit({ assignmentId: true })
  .partial({ sub: true })
  .extend({
    name: text('姓名', 50).optional(),
    amr: z.array(z.string()).optional(),
  });
const ClockRequest = z.strictObject({ now: z.iso.datetime({ offset: true }) });

/**
 * What only the embedded host has: tokens for trials and a clock that can be moved forward.
 *
 * @param tenants in force now, of which a token may name one
 * @param clockMoved told after every move, to wake what waits for a time
 */
export const devRoutes =
  (
    issuer: TokenIssuer,
    tenants: () => Promise<Lists['tenants']>,
    clock: HostClock,
    clockMoved: () => void,
  ): GatewayOptions['dev'] =>
  async (request, path, body): Promise<DevAnswer | undefined> => {
    const route = `${request.method} ${path}`;
    if (!ROUTES.has(route)) return undefined;
    refuseForeign(request);
    if (route === MAKE_TOKEN) {
      const asked = fitting(TokenRequest, parsedJson(body));
      const sub = asked.sub ?? [asked.role, asked.districtId, asked.entityId].filter(Boolean).join(':');
      const { name, amr, ...claims } = asked;
      return {
        status: 201,
        body: {
          token: await issuer.issue({ ...fitting(claimsAmong(await tenants()), { ...claims, sub }), name, amr }),
        },
      };
    }
    const { now } = fitting(ClockRequest, parsedJson(body));
    if (Date.parse(now) < clock.now().getTime()) {
      throw new Problem('BAD_PARAMETER', `时钟只能向前拨；现在是 ${clock.now().toISOString()}`);
    }
    if (Date.parse(now) > clock.latest().getTime()) {
      const rule = `时钟最多比本机时间快 ${MAX_YEARS_AHEAD} 年，即到 ${clock.latest().toISOString()}；收到 ${now}`;
      throw new Problem('BAD_PARAMETER', rule, [danger('CLOCK_TOO_FAR', '/now', rule)]);
    }
    clock.moveTo(new Date(now));
    clockMoved();
    return { status: 200, body: { now: clock.now().toISOString() } };
  };

const MAKE_TOKEN = 'POST /dev/tokens';
const ROUTES = new Set([MAKE_TOKEN, 'POST /dev/clock']);

/**
 * Tokens and the clock are for whoever sits at this machine, not for whatever page its browser shows: a page of another
 * origin is refused by its origin, and by a type that no page may send unasked.
 */
function refuseForeign(request: IncomingMessage): void {
  if (isForeignPage(request)) {
    throw new Problem('FORBIDDEN', '本接口不接受其他网站的页面发来的请求；请在本机用命令行或程序调用');
  }
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `请用 Content-Type: application/json，收到“${excerpt(type)}”`);
  }
}

function fitting<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (!result.success) throw ruleViolation(findingsOf(schema, input, result.error));
  return result.data;
}
