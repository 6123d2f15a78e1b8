/** The context of a call that has all the time it needs: how busy the machine is must decide no test. */
export const CONTEXT = { getRemainingTimeInMillis: (): number => 3_600_000 };
