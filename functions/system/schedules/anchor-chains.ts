import { z } from 'zod';
import { textDigest } from '../../shared/digest.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { kmsSigner, type Signer } from '../../shared/signing/signer.ts';
import { step } from '../../shared/step/step.ts';
import { documentClient, tableNames } from '../../shared/table/client.ts';
import {
  anchorIn,
  anchorName,
  type ChainHead,
  contentOf,
  fileOf,
  isAnchorName,
  readFrom,
  Statement,
} from '../domain/anchor.ts';
import { type AnchorStore, s3Anchors } from '../store/anchors.ts';
import { chainHeads } from '../store/chain-heads.ts';

export interface AnchorParts {
  readonly anchors: AnchorStore;
  readonly signer: Pick<Signer, 'sign'>;
  /** The heads of chains that grew since a time; of all without one. */
  readonly heads: (from: string | undefined) => Promise<ChainHead[]>;
}

const awsParts = (): AnchorParts => ({
  anchors: s3Anchors(),
  signer: kmsSigner(),
  heads: (from) => chainHeads(documentClient(), tableNames(process.env).audit, from),
});

/**
 * Anchors the audit's hash chains outside the table, once a day: where each chain that grew since the anchor before ended,
 * signed and written once. Whoever later writes a chain anew, with the whole table in their hands, cannot write its anchor
 * anew. Called again on the same day it does nothing; a day on which nothing ran is made up for by the next anchor.
 */
export const build = (runtime: Pick<Runtime, 'now'>, parts: AnchorParts = awsParts()) =>
  step('AnchorChains', z.unknown(), async () => {
    const begunAt = runtime.now().toISOString();
    const day = dayInChina(begunAt);
    const last = (await parts.anchors.names()).findLast(isAnchorName);
    // Not before the last one either: a clock that was set back makes no anchor out of order.
    if (last !== undefined && last >= anchorName(day)) return;
    const before = last === undefined ? undefined : await parts.anchors.read(last);
    const heads = await parts.heads(readFrom(before === undefined ? undefined : statedIn(before)));
    const content = contentOf(heads);
    const statement = await parts.signer.sign({
      anchor: day,
      begunAt,
      chains: heads.length,
      content: textDigest(content),
      previous: before === undefined ? null : textDigest(before),
    } satisfies Statement);
    await parts.anchors.write(anchorName(day), fileOf({ statement, content }));
  });

/** What the statement of a file says. Its signature is looked at by who verifies. */
const statedIn = (file: string): Statement =>
  Statement.parse(JSON.parse(Buffer.from(anchorIn(file).statement.split('.')[1] ?? '', 'base64url').toString()));

export const handler = build(awsRuntime());
