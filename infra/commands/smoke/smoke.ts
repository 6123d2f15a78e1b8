import { z } from 'zod';
import { Caller } from '../../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { TRIAL } from '../../../functions/shared/kernel/identifier.ts';
import { approved, onceFound, oncePossible } from '../../local/story/chain.ts';
import { client, eventually } from '../../local/story/client.ts';
import { resolved, type Seed, seeds } from '../../local/story/seeds.ts';
import { whyOf } from '../command.ts';
import { containerOf, partiesOf, type Run } from './parties.ts';

/**
 * Raised before anything is sent: nothing answers at the address, or with these tokens the chain would stand among a
 * centre's own records, or not come through.
 */
export class CannotBegin extends Error {
  override readonly name = 'CannotBegin';
}

export interface SmokeOptions {
  /** Where the API is, e.g. `https://api.example.cn`. */
  readonly url: string;
  /** Tokens of a clerk and of a reviewer of the trial district, two different people. */
  readonly tokens: { readonly clerk: string; readonly reviewer: string };
  readonly run: Run;
  readonly now: Date;
  /** Told after each part. */
  readonly say: (part: string) => void;
}

const Health = z.object({ version: z.string() });
const Made = z.object({ id: z.string() });
const Consolidation = z.object({ status: z.string(), containers: z.array(z.object({ no: z.int() })).optional() });

/**
 * The main chain over HTTP, once: parties filed and approved, goods, agreement, trade, containers planned and sealed, a
 * fact of credit scored, the container traced back to its merchant, the key of certificates told. All of it stands in the
 * trial district, which no list and no figure of any centre or of the city has.
 *
 * @throws CannotBegin before anything is sent
 * @throws Error naming what went wrong
 */
export async function smoke({ url, tokens, run, now, say }: SmokeOptions): Promise<void> {
  const people = [mustBeOfTrial('clerk', tokens.clerk), mustBeOfTrial('reviewer', tokens.reviewer)];
  if (people[0] === people[1]) {
    throw new CannotBegin(`both tokens are of ${people[0]}: nobody approves what they filed, give those of two people`);
  }
  const [clerk, reviewer] = [client(url, tokens.clerk), client(url, tokens.reviewer)];
  const made = new Map<string, string>();
  const idOf = (key: string): string => {
    const id = made.get(key);
    if (id === undefined) throw new Error(`the chain names ${key} before it exists`);
    return id;
  };
  const post = (path: string, seed: Pick<Seed, 'key' | 'body'>): Promise<unknown> =>
    oncePossible(path, () => clerk.post(path, resolved(seed.body, idOf), `smoke-${run}-${seed.key}`));
  const make = async (path: string, seed: Pick<Seed, 'key' | 'body'>): Promise<void> => {
    made.set(seed.key, Made.parse(await post(path, seed)).id);
  };

  const answer = await clerk.get('/health').catch((error: unknown) => {
    throw new CannotBegin(`no registry answers at ${url}: ${whyOf(error)}`, { cause: error });
  });
  const health = Health.parse(answer);
  say(`答复 answers, version ${health.version}`);

  for (const seed of partiesOf(run)) {
    await make('/v1/filings', seed);
    made.set(
      seed.key,
      await approved(reviewer, idOf(seed.key), { reason: '试运行', key: `smoke-${run}-approve-${seed.key}` }),
    );
  }
  say('备案 filed, reviewed, approved');

  await make('/v1/goods', first('goods'));
  const today = dayInChina(now.toISOString());
  const agreement = {
    agreementNumber: `SMOKE-${run}`,
    signedOn: today,
    validFrom: today,
    validUntil: dayInChina(new Date(now.getTime() + 30 * DAY).toISOString()),
  };
  const a1 = first('agreements');
  await make('/v1/agency-agreements', { ...a1, body: { ...a1.body, ...agreement } });
  say('商品、协议 goods filed, agreement in force');

  const t1 = first('trades');
  await make('/v1/trades', { ...t1, body: { ...t1.body, voucher: `SMOKE ${run}`, lines: [firstLine(t1)] } });
  say('交易登记 trade registered');

  const co1 = first('consolidation');
  const cutoffAt = new Date(now.getTime() + 30 * DAY).toISOString();
  await make('/v1/consolidations', {
    ...co1,
    body: { ...co1.body, tradeKeys: ['T1'], containerTypes: ['22G1'], cutoffAt },
  });
  const consolidation = `/v1/consolidations/${idOf('CO1')}`;
  await eventually('the consolidation to be planned', async () => {
    const { status } = Consolidation.parse(await clerk.get(consolidation));
    if (status === 'FAILED' || status === 'CANCELLED') throw new Error(`the consolidation is ${status}`);
    return status === 'PLANNING' ? undefined : status;
  });
  say('组货拼箱 consolidation planned, simplified, verified');
  const container = { no: 1, containerNumber: containerOf(run), sealNumber: `SMOKE${run}` };
  await post(`${consolidation}/confirmation`, { key: 'CF1', body: { containers: [container] } });
  say('装箱确认 container confirmed and sealed');

  const ce1 = first('credit-events');
  const source = { ...(ce1.body['source'] as object), documentNumber: `SMOKE ${run}`, documentDate: today };
  await make('/v1/credit-events', { ...ce1, body: { ...ce1.body, source, occurredOn: today } });
  await eventually('the merchant to be scored', async () => {
    const { contributions } = Credit.parse(await clerk.get(`/v1/entities/${idOf('M1')}/credit`));
    return contributions.some(({ eventId }) => eventId === idOf('CE1')) || undefined;
  });
  say('信用评价 fact recorded and scored');

  await eventually('the container to be traced back to its merchant', async () => {
    const trace = await onceFound(() => clerk.get(`/v1/traces/${container.containerNumber}`));
    return (trace && Trace.parse(trace).nodes.some(({ id }) => id === idOf('M1'))) || undefined;
  });
  say('源头可溯 container traced back to its merchant');
  Keys.parse(await clerk.get('/certificate-keys'));
  say('证书公钥 the key of certificates is told');
}

const DAY = 24 * 3_600_000;

const Credit = z.object({ contributions: z.array(z.object({ eventId: z.string().optional() })) });
const Trace = z.object({ nodes: z.array(z.object({ id: z.string() })) });
const Keys = z.object({ keys: z.array(z.unknown()).min(1) });

/** The first of the sample chain's requests of a kind. */
function first(name: string): Seed {
  const [seed] = seeds(name);
  if (!seed) throw new Error(`the sample chain has no ${name}`);
  return seed;
}

const firstLine = ({ body }: Seed): unknown => (body['lines'] as readonly unknown[])[0];

/** What a token says of its bearer. The registry verifies it; here it is read so that nothing is written elsewhere. */
const Claimed = Caller.pick({ sub: true, role: true, districtId: true });

/** @returns who it is, by `sub` */
function mustBeOfTrial(role: 'clerk' | 'reviewer', token: string): string {
  const claims = Claimed.safeParse(claimsIn(token)).data;
  if (claims?.role === role && claims.districtId === TRIAL) return claims.sub;
  const is = claims ? `is of a ${claims.role} of ${claims.districtId}` : 'is no token of the registry';
  throw new CannotBegin(`the ${role}'s token ${is}: give one of a ${role} of the trial district ${TRIAL}`);
}

function claimsIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
