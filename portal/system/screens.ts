import type { Screen } from '../site.ts';

export const systemScreens: readonly Screen[] = [];
