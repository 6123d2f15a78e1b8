/** Who reads consolidations of its scope. */
export const READERS = ['clerk', 'reviewer', 'operator', 'agency', 'agent'] as const;
