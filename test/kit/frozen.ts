import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Role } from '../../functions/shared/auth/caller.ts';
import type { Host } from '../../infra/local/host.ts';

/** Data folders of earlier releases (`test/data/README.md`), opened at the instant at which they were left. */

/** Those of the first layout. */
export type FirstFrozen = 'story' | 'waiting';

/** One of each layout after it, by what was new: records of a head and bodies; offices, parties and markets. */
export type FrozenName = FirstFrozen | 'work' | 'offices';

/** When those of the first layout were left. */
export const LEFT_AT = '2026-11-30T04:00:00.000Z';

const FOLDERS: Readonly<Record<FrozenName, string>> = {
  story: '../data/frozen-9d0df65/',
  waiting: '../data/frozen-9d0df65/',
  work: '../data/frozen-9b101f0/',
  offices: '../data/frozen-3dfd739f/',
};

const leftAt = (name: FrozenName): string =>
  name === 'story' || name === 'waiting'
    ? LEFT_AT
    : readFileSync(new URL(`${FOLDERS[name]}left-at`, import.meta.url), 'utf8').trim();

/** A copy of a folder, to be opened by a host; removed with `clear`. */
export function unpacked(
  name: FrozenName,
  at = leftAt(name),
): { readonly dataDir: string; readonly clear: () => void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'frozen-'));
  const archive = new URL(`${FOLDERS[name]}${name}.tar.gz`, import.meta.url).pathname;
  execFileSync('tar', ['xzf', archive, '-C', dataDir]);
  // The host's clock is the machine's and this.
  writeFileSync(join(dataDir, 'clock'), String(Date.parse(at) - Date.now()));
  return { dataDir, clear: () => rmSync(dataDir, { recursive: true, force: true }) };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
export type Answers = Record<string, any>;

const DISTRICT = '500111';

/** The market of the sample chain. */
export const MARKET = 'dazu-longshui-hardware';

/** What the release that left a folder answered to `readings`. */
export function readingsThen(name: FrozenName, roles: readonly Role[] = READERS): Answers {
  const file = new URL(`${FOLDERS[name]}${name}.readings.json.gz`, import.meta.url);
  const all = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Answers;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => roles.some((role) => key.startsWith(`${role} `)))
      .map(([key, { status, body }]) => [
        key,
        { status, body: key.endsWith('/exports/trade-lines') ? plain(withoutParties(body.join('\n'))) : body },
      ]),
  );
}

const READERS: readonly Role[] = ['clerk', 'reviewer', 'operator'];

/** Everything that a district's clerk and reviewer and the city's operator read of a registry, by role and path. */
export async function readings(host: Host, roles: readonly Role[] = READERS): Promise<Answers> {
  const answers: Answers = {};
  for (const role of roles) {
    const get = await reader(host, answers, role);
    const ids = async (path: string): Promise<string[]> => (await walk(get, path)).map((item) => item['id']);
    const entities = await ids('/v1/entities');
    for (const id of entities) {
      for (const more of ['', '/versions', '/credit']) await get(`/v1/entities/${id}${more}`);
      await get(`/v1/traces/${id}`);
    }
    for (const kind of ['merchant', 'buyer', 'tradeOperator', 'consolidator', 'customsBroker'])
      await ids(`/v1/entities?kind=${kind}`);
    for (const id of await ids('/v1/filings')) await get(`/v1/filings/${id}`);
    for (const status of ['APPROVED', 'PENDING_REVIEW', 'RETURNED']) await ids(`/v1/filings?status=${status}`);
    for (const id of await ids('/v1/goods')) {
      for (const more of ['', '/versions']) await get(`/v1/goods/${id}${more}`);
    }
    for (const id of await ids('/v1/agency-agreements')) await get(`/v1/agency-agreements/${id}`);
    for (const id of await ids('/v1/trades')) {
      await get(`/v1/trades/${id}`);
      await get(`/v1/traces/${id}`);
    }
    for (const status of ['REGISTERED', 'PACKED']) await ids(`/v1/trades?status=${status}`);
    for (const id of await ids('/v1/consolidations')) {
      await get(`/v1/consolidations/${id}`);
      await get(`/v1/traces/${id}`);
    }
    for (const id of await ids('/v1/credit-events')) await get(`/v1/credit-events/${id}`);
    await walk(get, '/v1/notices');
    for (const month of ['2026-11', '2026-12']) {
      await get(`/v1/statistics/trades?month=${month}&groupBy=district`);
      await get(`/v1/credit-statistics?month=${month}`);
    }
    await get('/v1/exports/trade-lines');
    await get('/v1/scorecards');
  }
  return answers;
}

const REQUESTS = '/v1/personal-requests';

/** Lists whose records are read one by one as well. */
const READ_EACH: ReadonlySet<string> = new Set([REQUESTS, '/v1/admissions']);

/** What came since the layout of heads and bodies, by who reads it: lists, and what has no pages. */
const OF_OFFICES: readonly (readonly [role: Role, lists: readonly string[], others: readonly string[]])[] = [
  ['clerk', [REQUESTS, '/v1/admissions', '/v1/trade-offers'], ['/v1/drafts', '/v1/drafts/filing-new']],
  ['centreHead', ['/v1/accounts'], []],
  ['market', [`/v1/markets/${MARKET}/stalls`, '/v1/market-claims'], [`/v1/markets/${MARKET}/goods`]],
  ['operator', [`/v1/accounts?districtId=${DISTRICT}`, `/v1/notice-deliveries?districtId=${DISTRICT}`], []],
  ['merchant', [REQUESTS, '/v1/notices'], ['/v1/notice-settings']],
];

/** Those who read what came with accounts, admissions, drafts, markets and people. */
export const OFFICE_READERS = OF_OFFICES.map(([role]) => role);

/** Everything that they read, the merchant being the one that has asked for what is held on it. */
export async function officeReadings(host: Host): Promise<Answers> {
  const answers: Answers = {};
  let merchantId: string | undefined;
  for (const [role, lists, others] of OF_OFFICES) {
    const get = await reader(host, answers, role, merchantId);
    for (const path of lists) {
      const items = await walk(get, path);
      if (path === REQUESTS) merchantId ??= items[0]?.['entityId'];
      if (READ_EACH.has(path)) for (const { id } of items) await get(`${path}/${id}`);
    }
    for (const path of others) await get(path);
  }
  return answers;
}

/** Reads as a role, and notes each answer. */
async function reader({ url, tokens }: Host, answers: Answers, role: Role, merchantId?: string) {
  const token = await tokens.issue({
    sub: `frozen-${role}`,
    role,
    districtId: role === 'operator' ? '500000' : DISTRICT,
    ...(role === 'merchant' && { entityId: merchantId }),
  });
  return async (path: string) => {
    const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
    const text = await answer.text();
    const body = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : withoutParties(text);
    answers[`${role} ${path}`] = { status: answer.status, body: plain(body) };
    return body;
  };
}

/** The items of a list, page by page. */
async function walk(get: (path: string) => Promise<Answers>, path: string): Promise<Answers[]> {
  const items: Answers[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    items.push(...page['items']);
    cursor = page['nextCursor'] ?? undefined;
    if (cursor === undefined) return items;
  }
}

/** Places in lists, links, the runs that a start begins, and versions, which the first releases told in a header alone. */
const OF_THE_MOMENT = new Set(['nextCursor', 'nextSince', 'url', 'arn', 'runs', 'etag']);
const UNORDERED = new Set(['items', 'contributions', 'advice']);

/** An export without its parties: the release that left the first folders wrote none. */
const withoutParties = (csv: string): string =>
  csv
    .split('\n')
    .map((row) => row.replace(/^[^,]*(,.*,trade-[^,]+),[^,]*,[^,]*,/, '$1,,,'))
    .join('\n');

/** An answer without what is of the moment; the order of fields does not count, nor that of a list. */
function plain(body: unknown): unknown {
  if (typeof body === 'string') return body.split('\n').toSorted();
  return JSON.parse(JSON.stringify(body), (key, value: unknown) => {
    if (OF_THE_MOMENT.has(key)) return undefined;
    if (Array.isArray(value)) return UNORDERED.has(key) ? value.toSorted(byText) : value;
    return value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
