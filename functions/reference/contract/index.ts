import { centresApi } from './centres.ts';
import { listsApi } from './lists.ts';
import { versionsApi } from './versions.ts';

export const referenceApi = { ...listsApi, ...versionsApi, ...centresApi };

export type ReferenceApi = typeof referenceApi;
