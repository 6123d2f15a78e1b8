import type { Caller } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import { CITY, identifier } from '../../shared/kernel/identifier.ts';
import { allowedHosts, destinationOf, HOSTS_VARIABLE, type Refusal } from '../../shared/outbound/destination.ts';
import { type ReadSecret, secretsManager } from '../../shared/outbound/secret.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import type { WebhooksApi } from '../contract/index.ts';
import { rotated, type Webhook, whyFull } from '../domain/webhook.ts';
import { homeOf, mayManage } from '../services/scope.ts';
import { secretsAt } from '../services/secrets.ts';
import { webhookStore } from '../store/index.ts';
import { webhookWrites } from '../store/webhooks.ts';
import { webhookToJson } from './json.ts';

type Own = Pick<
  Operations<WebhooksApi>,
  'registerWebhook' | 'listWebhooks' | 'getWebhook' | 'changeWebhook' | 'rotateWebhookSecret' | 'deleteWebhook'
>;

/** Registers, changes and ends webhooks. */
export function webhookOperations(
  runtime: Runtime,
  readSecret: ReadSecret = secretsManager(),
  environment: NodeJS.ProcessEnv = process.env,
): Own {
  const store = webhookStore(runtime.table);
  const readable = visible('webhook', store.webhook, mayManage);

  /** A webhook that may be changed, of the version that the caller has read. */
  const changeable = async (
    caller: Caller,
    id: string | undefined,
    expectedVersion: number,
  ): Promise<Stored<Webhook>> => {
    const stored = await readable(caller, id);
    if (stored.data.status === 'DELETED')
      throw new Problem('WRONG_STATE', says('这个推送地址已删除', '需要推送的请重新登记'));
    requireVersion(stored, expectedVersion, says('这个推送地址已被修改', '请重新读取后再试'));
    return stored;
  };

  const changed = async (
    data: Webhook,
    before: Stored<Webhook> | undefined,
    cause: Cause<'REGISTER' | 'CHANGE' | 'ROTATE_SECRET' | 'DELETE'>,
  ) => {
    const [roster = { version: 0, webhooks: [] }] = await store.rosters([data.districtId]);
    const full = before ? undefined : whyFull(roster.webhooks, data.owner);
    if (full !== undefined) throw new Problem('WRONG_STATE', says(full, '请先删除不再使用的'));
    const version = (before?.version ?? 0) + 1;
    const stored = { data, version, createdAt: before?.createdAt ?? cause.at, updatedAt: cause.at };
    return {
      body: webhookToJson(stored as Stored<Webhook>),
      headers: etag(version),
      writes: webhookWrites(data, before, roster, cause),
    };
  };

  const secretOf = async (webhook: Webhook, at: string) => ({ secret: (await secretsAt(webhook, at, readSecret))[0] });

  return {
    registerWebhook: async ({ caller, body, at }) => {
      requireAllowed(body.url, environment);
      const districtId = homeOf(caller);
      const webhook: Webhook = {
        ...body,
        id: identifier('webhook', districtId, runtime.newUlid()),
        districtId,
        owner: caller,
        events: [...new Set(body.events)],
        status: 'ACTIVE',
        secret: { generation: 1 },
      };
      const answer = await changed(webhook, undefined, { actor: caller, at, action: 'REGISTER' });
      return {
        ...answer,
        once: await secretOf(webhook, at),
        headers: { ...answer.headers, Location: `/v1/webhooks/${webhook.id}` },
      };
    },

    listWebhooks: async ({ caller, query, at }) => {
      const { tenants } = await runtime.reference.at(at);
      const all = districtsOf(caller, query.districtId, tenants);
      const home = homeOf(caller);
      const isCity = home === CITY && (query.districtId === undefined || query.districtId === CITY);
      const rosters = await store.rosters([...new Set([...(isCity ? [CITY] : []), ...all])]);
      const own = rosters.flatMap(({ webhooks }) => webhooks).filter((one) => mayManage(caller, one));
      const found = await Promise.all(own.map(({ id }) => store.webhook(id)));
      return { body: { items: found.flatMap((one) => (one ? [webhookToJson(one)] : [])), nextCursor: null } };
    },

    getWebhook: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      return { body: webhookToJson(stored), headers: etag(stored.version) };
    },

    changeWebhook: async ({ caller, params, body, expectedVersion, at }) => {
      const before = await changeable(caller, params['id'], expectedVersion);
      if (body.url !== before.data.url) requireAllowed(body.url, environment);
      const { description: _description, ...kept } = before.data;
      const data: Webhook = { ...kept, ...body, events: [...new Set(body.events)] };
      return changed(data, before, { actor: caller, at, action: 'CHANGE' });
    },

    rotateWebhookSecret: async ({ caller, params, expectedVersion, at }) => {
      const before = await changeable(caller, params['id'], expectedVersion);
      const data = rotated(before.data, at);
      const answer = await changed(data, before, { actor: caller, at, action: 'ROTATE_SECRET' });
      return { ...answer, once: await secretOf(data, at) };
    },

    deleteWebhook: async ({ caller, params, expectedVersion, at }) => {
      const before = await changeable(caller, params['id'], expectedVersion);
      return changed({ ...before.data, status: 'DELETED' }, before, { actor: caller, at, action: 'DELETE' });
    },
  };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  NOT_A_URL: '不是完整的网址',
  NOT_HTTPS: '不是 https 网址',
  HAS_CREDENTIALS: '带有用户名或密码',
  HAS_FRAGMENT: '带有“#”及其后的部分',
  IS_AN_IP_ADDRESS: '是 IP 地址，不是域名',
  NOT_ALLOWED: '的域名或端口不在管理员允许的名单内',
};

/** @throws Problem RULE_VIOLATION for an address to which nothing is sent */
function requireAllowed(url: string, environment: NodeJS.ProcessEnv): void {
  const found = destinationOf(url, allowedHosts(environment[HOSTS_VARIABLE]));
  if (typeof found !== 'string') return;
  const said = says(`接收地址${REFUSALS[found]}`, '请填写 https 开头、域名已由管理员列入允许名单的网址');
  throw ruleViolation([danger('URL_NOT_ALLOWED', '/url', said)]);
}
