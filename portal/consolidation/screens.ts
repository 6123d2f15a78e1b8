import type { Screen } from '../site.ts';

export const consolidationScreens: readonly Screen[] = [];
