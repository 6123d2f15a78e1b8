import { AWAITS } from './awaits.ts';
import { aboutFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { aboutMessages } from './messages.ts';
import { survey } from './survey.ts';
import { aboutWaiting } from './waiting.ts';
import { type Reconciliation, workOf } from './work.ts';

/** Holds records, executions, messages and files to each other, and tells what does not fit and how it is mended. */
export async function reconcile(of: Reconciliation): Promise<Finding[]> {
  const found = await survey(of.client, of.names.registry, new Set(AWAITS.map(({ kind }) => kind)));
  const work = workOf(of, found);
  return [...(await aboutWaiting(work)), ...(await aboutMessages(work)), ...(await aboutFiles(work))];
}
