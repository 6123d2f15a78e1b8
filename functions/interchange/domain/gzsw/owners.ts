/** Whose a document is that a message makes: the sender's, and the parties' that it names. */
export const ownersOf = (senderIds: readonly string[], ...named: readonly (string | undefined)[]): string[] => [
  ...new Set([...senderIds, ...named.filter((id) => id !== undefined)]),
];
