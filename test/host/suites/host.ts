import { useHost } from '../../kit/host.ts';

/** One host for all the suites of `sample-chain.test.ts`, which do not disturb each other. */
export const registry = useHost();
