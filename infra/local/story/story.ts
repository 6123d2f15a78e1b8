import type { Role } from '../../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { approved, oncePossible } from './chain.ts';
import { type Client, client, eventually } from './client.ts';
import { resolved, type Seed, seeds } from './seeds.ts';

/** 大足区, whose centre the sample chain runs in. */
export const DISTRICT = '500111';

const CUTOFF_DAYS = 30;

export interface StoryHost {
  readonly url: string;
  readonly token: (role: Role) => Promise<string>;
  /** When the story began; a run that is taken up again sends what it sent before. */
  readonly startedAt: Date;
  /** Told after each part; the next waits for it. */
  readonly say: (line: string, part: Part) => void | Promise<void>;
  /** Waited for before each look at what work brings about; for those who measure, whom looking in vain would cost. */
  readonly settled?: () => Promise<void>;
}

/** A part of the story for those who measure it. */
export interface Part {
  readonly name: string;
  /** Records of one kind that it made. */
  readonly count: number;
}

/** Identifiers of what the story made, by the keys of its seeds. */
export type Made = ReadonlyMap<string, string>;

/**
 * Runs the sample chain of three merchants over the registry's own HTTP API: file and approve every party, file the
 * goods, register the trades, consolidate, confirm, record the first credit facts. Every request carries a fixed
 * Idempotency-Key, so a run that was cut off is simply run again.
 */
export async function tellStory(host: StoryHost): Promise<Made> {
  const callers = new Map<Role, Client>();
  const as = async (role: Role): Promise<Client> => {
    const known = callers.get(role) ?? client(host.url, await host.token(role));
    callers.set(role, known);
    return known;
  };
  const made = new Map<string, string>();
  const idOf = (key: string): string => {
    const id = made.get(key);
    if (id === undefined) throw new Error(`the sample chain names ${key} before it exists`);
    return id;
  };
  const eventual: typeof eventually = (what, ask) =>
    eventually(what, async () => {
      await host.settled?.();
      return ask();
    });
  const post = async <T>(path: string, seed: Seed, extra: Record<string, unknown> = {}): Promise<T> => {
    const body = { ...(resolved(seed.body, idOf) as Record<string, unknown>), ...extra };
    const send = async () => (await as(seed.role)).post<T>(path, body, `story-${seed.key}`);
    return oncePossible(`${seed.key} by ${path}`, send, eventual);
  };

  const filings = seeds('filings');
  for (const seed of filings) {
    const { id } = await post<{ id: string }>('/v1/filings', seed);
    const approval = { reason: '材料齐全，信息一致', key: `story-approve-${seed.key}` };
    made.set(seed.key, await approved(await as('reviewer'), id, approval, eventual));
  }
  await host.say(`备案 filed and approved: ${filings.length} parties`, {
    name: '备案 filed and approved',
    count: filings.length,
  });

  const goods = seeds('goods');
  for (const seed of goods) made.set(seed.key, (await post<{ id: string }>('/v1/goods', seed)).id);
  await host.say(`商品备案 goods filed: ${goods.length} kinds`, { name: '商品备案 goods filed', count: goods.length });
  const agreements = seeds('agreements');
  for (const seed of agreements) made.set(seed.key, (await post<{ id: string }>('/v1/agency-agreements', seed)).id);
  await host.say(`委托代理出口协议 agency agreements in force: ${agreements.length}`, {
    name: '委托代理出口协议 agency agreements in force',
    count: agreements.length,
  });

  for (const seed of seeds('trades')) {
    const trade = await post<{ id: string; lineCount: number; totalUsd: { amount: string } }>('/v1/trades', seed);
    made.set(seed.key, trade.id);
    const name = `交易登记 trade ${seed.key}`;
    await host.say(`${name}: ${trade.lineCount} lines, USD ${trade.totalUsd.amount}`, { name, count: 1 });
  }

  const cutoffAt = new Date(host.startedAt.getTime() + CUTOFF_DAYS * 24 * 3_600_000).toISOString();
  for (const seed of seeds('consolidation')) {
    const { id } = await post<{ id: string }>('/v1/consolidations', seed, { cutoffAt });
    made.set(seed.key, id);
    const clerk = await as('clerk');
    await eventual(`${seed.key} to be planned`, async () => {
      const { status } = await clerk.get<{ status: string }>(`/v1/consolidations/${id}`);
      if (status === 'FAILED' || status === 'CANCELLED') throw new Error(`consolidation ${id} is ${status}`);
      return status === 'PLANNING' ? undefined : status;
    });
    const name = `组货拼箱 consolidation ${seed.key} planned and verified`;
    await host.say(name, { name, count: 1 });
  }
  for (const seed of seeds('confirmation')) {
    const { consolidationId, ...body } = resolved(seed.body, idOf) as { consolidationId: string };
    await post(`/v1/consolidations/${consolidationId}/confirmation`, { ...seed, body });
    const name = '装箱确认 containers confirmed and sealed';
    await host.say(name, { name, count: 1 });
  }

  const today = dayInChina(host.startedAt.toISOString());
  const facts = seeds('credit-events');
  for (const seed of facts) {
    const source = { ...(seed.body['source'] as Record<string, unknown>), documentDate: today };
    const { id } = await post<{ id: string }>('/v1/credit-events', seed, { occurredOn: today, source });
    const entityId = idOf(String(seed.body['entityKey']));
    const reviewer = await as('reviewer');
    await eventual(`fact ${seed.key} to count`, async () => {
      const { contributions } = await reviewer.get<{ contributions: { eventId?: string }[] }>(
        `/v1/entities/${entityId}/credit`,
      );
      return contributions.some((one) => one.eventId === id) || undefined;
    });
  }
  const name = '信用评价 credit facts recorded and scored';
  await host.say(`${name}: ${facts.length}`, { name, count: facts.length });
  return made;
}
