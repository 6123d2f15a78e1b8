import type { Refusal } from './destination.ts';

/** Why a message is not known to have arrived; it may have. */
export type OutboundFault =
  | Refusal
  /** The name resolves to nothing, or to an address that is not public. */
  | 'NO_ADDRESS'
  | 'PRIVATE_ADDRESS'
  | 'NO_CONNECTION'
  | 'CERTIFICATE'
  | 'TIMEOUT'
  /** The connection was cut, or what came was no HTTP. */
  | 'NO_ANSWER'
  /** What signs it, or signs in, cannot be read. */
  | 'NO_SECRET';

/** A message did not get an answer. Its text names no receiver's content. */
export class OutboundFailed extends Error {
  override readonly name = 'OutboundFailed';
  readonly fault: OutboundFault;

  constructor(fault: OutboundFault, options?: ErrorOptions) {
    super(`not sent, or not answered: ${fault}`, options);
    this.fault = fault;
  }
}

/** It did not get as far as a connection: nothing was sent, and another address may be tried. */
export class NotConnected extends OutboundFailed {}

/** Codes of Node and OpenSSL for a certificate that is not the name's. */
export const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ISSUER/;
