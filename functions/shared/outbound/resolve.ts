import { lookup } from 'node:dns/promises';
import { NotConnected, OutboundFailed } from './fault.ts';

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Finds every address of a name. */
export type Resolve = (name: string) => Promise<readonly Address[]>;

export const everyAddress: Resolve = (name) => lookup(name, { all: true });

/**
 * The addresses of a name to which a connection may be made; nothing that a name server says later matters.
 *
 * @param isTaken whether an address is one to which anything may be sent
 * @throws OutboundFailed where there is none, or one of them is not
 */
export async function addressesOf(
  name: string,
  resolve: Resolve,
  isTaken: (address: string) => boolean,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const addresses = await unlessAborted(resolve(name), signal).catch((cause: unknown) => {
    throw new OutboundFailed(signal.aborted ? 'TIMEOUT' : 'NO_ADDRESS', { cause });
  });
  if (addresses.length === 0) throw new OutboundFailed('NO_ADDRESS');
  // One that leads inside makes the whole name suspect: which of them is answered first is its owner's choice.
  if (!addresses.every(({ address }) => isTaken(address))) throw new OutboundFailed('PRIVATE_ADDRESS');
  return addresses;
}

/** Sends to the first of some addresses that lets itself be connected to, as long as there is time. @throws OutboundFailed */
export async function sentToFirst<T>(
  [address, ...others]: readonly Address[],
  signal: AbortSignal,
  send: (address: Address) => Promise<T>,
): Promise<T> {
  if (!address) throw new OutboundFailed('NO_ADDRESS');
  try {
    return await send(address);
  } catch (error) {
    if (!(error instanceof NotConnected) || others.length === 0 || signal.aborted) throw error;
    return sentToFirst(others, signal, send);
  }
}

/** A lookup cannot be called off; nobody waits for it any longer. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
