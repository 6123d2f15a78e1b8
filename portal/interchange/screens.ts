import type { Screen } from '../site.ts';

export const interchangeScreens: readonly Screen[] = [];
