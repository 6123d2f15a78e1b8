import type { Caller } from '../../../shared/auth/caller.ts';
import { Problem } from '../../../shared/http/problem.ts';
import { ApiUnreachable, type CallApi } from '../../../shared/invoke/invoke.ts';
import type { Commitment } from '../../store/import-records.ts';
import type { ImportStore, StoredImport } from '../../store/imports.ts';
import { type OtherApis, otherApis } from '../other-apis.ts';

/** An import in the middle of its commit. */
export interface Committing extends StoredImport {
  readonly commitment: Commitment;
}

/**
 * @returns undefined where the commit is over: the step comes late, and everything is done
 * @throws Error where there is no such import: a fault of the execution's input
 */
export async function committing(
  { load }: Pick<ImportStore, 'load'>,
  importId: string,
): Promise<Committing | undefined> {
  const stored = await load(importId);
  if (!stored) throw new Error(`there is no ${importId}`);
  const { commitment } = stored.data;
  return commitment && { ...stored, commitment };
}

/** Does a step's work with the other capabilities; what it could not decide is an error by the name that Retry knows. */
export async function withOtherApis<T>(
  callApi: CallApi,
  caller: Caller,
  work: (apis: OtherApis) => Promise<T>,
): Promise<T> {
  try {
    return await work(otherApis(callApi, caller));
  } catch (error) {
    if (error instanceof Problem && error.code === 'UNAVAILABLE') {
      throw new ApiUnreachable('another capability could not decide', { cause: error });
    }
    throw error;
  }
}
