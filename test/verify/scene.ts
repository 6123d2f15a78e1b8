import type { Caller, Role } from '../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../functions/shared/kernel/china-time.ts';
import { CITY } from '../../functions/shared/kernel/identifier.ts';
import type { Host } from '../../infra/local/host.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { DISTRICT, type Made } from '../../infra/local/story/story.ts';
import { type Client, client } from '../kit/client.ts';

/** A request that would be taken as things stand, and was not sent: the generated ones begin with it. */
export interface Offered {
  readonly caller: Caller;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** How many records wait in each state: the generated requests cancel, release and withdraw them too. */
export const SPARE = 8;

export const DAY_MS = 24 * 3_600_000;

export const callerOf = (role: Role, entityId?: string, sub = `story-${role}`): Caller => ({
  sub,
  role,
  districtId: role === 'operator' ? CITY : DISTRICT,
  ...(entityId === undefined ? {} : { entityId }),
});

/** A document of the district's commerce commission, by its number of the year. */
export const sourceOf = (no: number, today: string) => ({
  authority: '大足区商务委',
  documentNumber: `足商务〔2026〕${no}号`,
  documentDate: today,
});

/** An adverse fact that such a document tells. */
export const factOf = (entityId: string, no: number, today: string) => ({
  entityId,
  indicator: 'COMPLAINT_UPHELD',
  occurredOn: today,
  source: sourceOf(no, today),
});

/** Where records are put into states: a host behind the sample chain, its people, and what is offered of what they have made. */
export interface Scene {
  readonly host: Host;
  readonly offered: Offered[];
  readonly today: string;
  readonly clerk: Client;
  readonly reviewer: Client;
  /** The identifier of what the sample chain has made under a key. */
  readonly idOf: (key: string) => string;
  readonly as: (caller: Caller) => Promise<Client>;
  readonly offer: (caller: Role | Caller, method: string, path: string, body?: unknown) => void;
  readonly dayAfter: (days: number) => string;
  /** Waits until a record is in a state. */
  readonly statusIs: (path: string, status: string, of?: Client) => Promise<unknown>;
}

export async function sceneOf(host: Host, made: Made): Promise<Scene> {
  const offered: Offered[] = [];
  const as = async (caller: Caller): Promise<Client> => client(host.url, await host.tokens.issue(caller));
  const [clerk, reviewer] = [await as(callerOf('clerk')), await as(callerOf('reviewer'))];
  const dayAfter = (days: number): string => dayInChina(new Date(host.now().getTime() + days * DAY_MS).toISOString());
  return {
    host,
    offered,
    today: dayAfter(0),
    clerk,
    reviewer,
    idOf: (key) => made.get(key) ?? '',
    as,
    offer: (who, method, path, body) => {
      offered.push({ caller: typeof who === 'string' ? callerOf(who) : who, method, path, body });
    },
    dayAfter,
    statusIs: (path, status, of = reviewer) =>
      eventually(`${path} to be ${status}`, async () => {
        const { status: now } = await of.get<{ status: string }>(path);
        return now === status || undefined;
      }),
  };
}
