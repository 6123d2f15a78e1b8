import type { Screen } from '../site.ts';

export const tradeScreens: readonly Screen[] = [];
