import { type Client, eventually, Unexpected } from './client.ts';

/** Parts of the main chain that whoever runs it over HTTP needs; `wait` is how to wait for what work brings about. */

/** Sends until the answer is no transient refusal: what was filed a moment ago reaches others with the next event. */
export const oncePossible = <T>(what: string, send: () => Promise<T>, wait = eventually): Promise<T> =>
  wait(`${what} to be taken`, async () => {
    try {
      return await send();
    } catch (error) {
      if (error instanceof Unexpected && error.transient) return undefined;
      throw error;
    }
  });

/** What is read, or undefined while nothing of that number or id is found: what an event makes is not there at once. */
export async function onceFound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Unexpected && error.status === 404) return undefined;
    throw error;
  }
}

interface Filing {
  readonly status: string;
  readonly entityId?: string;
}

/**
 * Waits until a filing is screened, approves it where that is asked for, and answers the entity that it becomes.
 *
 * @param approval its reason, and the key by which a run that was cut off approves nothing twice
 */
export async function approved(
  reviewer: Client,
  id: string,
  approval: { readonly reason: string; readonly key: string },
  wait = eventually,
): Promise<string> {
  const filing = (): Promise<Filing> => reviewer.get<Filing>(`/v1/filings/${id}`);
  const screened = await wait(`filing ${id} to be screened`, async () => {
    const now = await filing();
    return ['SUBMITTED', 'SCREENING'].includes(now.status) ? undefined : now;
  });
  if (screened.status === 'PENDING_REVIEW') {
    const decision = { decision: 'APPROVE', reasons: [approval.reason] };
    await reviewer.decide(`/v1/filings/${id}/decision`, decision, approval.key);
  }
  return wait(`filing ${id} to be approved`, async () => {
    const { status, entityId } = await filing();
    if (status !== 'PENDING_REVIEW' && status !== 'APPROVED') throw new Error(`filing ${id} is ${status}`);
    return entityId;
  });
}
