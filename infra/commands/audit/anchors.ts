import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compactVerify, createLocalJWKSet } from 'jose';
import { textDigest } from '../../../functions/shared/digest.ts';
import type { Signer } from '../../../functions/shared/signing/signer.ts';
import { versionKey } from '../../../functions/shared/table/keys.ts';
import {
  anchorIn,
  anchorName,
  type ChainHead,
  headsIn,
  headsOf,
  isAnchorName,
  Statement,
} from '../../../functions/system/domain/anchor.ts';
import type { AnchorStore } from '../../../functions/system/store/anchors.ts';

export interface AnchorsFound {
  readonly anchors: number;
  /** The day of the last. */
  readonly lastDay?: string;
  /** Chains that some anchor names. */
  readonly chains: number;
  /** The first anchor or chain that does not hold, and why. */
  readonly broken?: { readonly where: string; readonly what: string };
}

/** Items that one call of DynamoDB gives. */
const AT_ONCE = 100;

/**
 * Holds every anchor to its signature and to the anchor before it, and every chain to the last anchor that names it. That
 * one entry is enough: the chain itself holds those before it (`verify`).
 */
export async function verifyAnchors(
  client: DynamoDBDocumentClient,
  auditTable: string,
  store: Pick<AnchorStore, 'names' | 'read'>,
  signer: Pick<Signer, 'keys'>,
): Promise<AnchorsFound> {
  const names = (await store.names()).filter(isAnchorName);
  if (names.length === 0) return { anchors: 0, chains: 0 };
  const keys = createLocalJWKSet(await signer.keys());
  const newest = new Map<string, ChainHead>();
  let previous: string | null = null;
  let lastDay = '';
  for (const name of names) {
    const file = await store.read(name);
    const { statement, content } = anchorIn(file);
    const said = await statementIn(statement, keys);
    const what =
      said === undefined
        ? 'it is not signed by the registry’s key'
        : said.previous !== previous
          ? 'the anchor before it is missing or another'
          : said.content !== textDigest(content) || anchorName(said.anchor) !== name
            ? 'it is not what was signed'
            : undefined;
    if (said === undefined || what !== undefined) {
      return { anchors: names.length, chains: newest.size, broken: { where: name, what: what ?? '' } };
    }
    headsOf(headsIn(content), newest);
    previous = textDigest(file);
    lastDay = said.anchor;
  }
  const found = { anchors: names.length, lastDay, chains: newest.size };
  const broken = await firstUnlike(client, auditTable, [...newest.values()]);
  return broken ? { ...found, broken } : found;
}

async function statementIn(
  statement: string,
  keys: ReturnType<typeof createLocalJWKSet>,
): Promise<Statement | undefined> {
  try {
    const { payload } = await compactVerify(statement, keys, { algorithms: ['ES256'] });
    return Statement.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The first chain whose entry is gone or another than was anchored. */
async function firstUnlike(
  client: DynamoDBDocumentClient,
  auditTable: string,
  heads: readonly ChainHead[],
): Promise<AnchorsFound['broken']> {
  for (let start = 0; start < heads.length; start += AT_ONCE) {
    const asked = heads.slice(start, start + AT_ONCE);
    const hashes = await hashesOf(client, auditTable, asked);
    const unlike = asked.find(({ pk, hash }) => hashes.get(pk) !== hash);
    if (unlike) {
      const { pk, version } = unlike;
      const what = hashes.has(pk)
        ? `entry ${version} is not what was anchored`
        : `entry ${version} was anchored and is gone`;
      return { where: pk, what };
    }
  }
  return undefined;
}

async function hashesOf(
  client: DynamoDBDocumentClient,
  auditTable: string,
  heads: readonly ChainHead[],
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  let keys: Record<string, unknown>[] = heads.map(({ pk, version }) => ({ pk, sk: versionKey(version) }));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [auditTable]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[auditTable] ?? []) hashes.set(String(item['pk']), String(item['hash']));
    keys = UnprocessedKeys?.[auditTable]?.Keys ?? [];
  }
  return hashes;
}
