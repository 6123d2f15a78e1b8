import type { Screen } from '../site.ts';

export const creditScreens: readonly Screen[] = [];
