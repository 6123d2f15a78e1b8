import { listsApi } from './lists.ts';
import { versionsApi } from './versions.ts';

export const referenceApi = { ...listsApi, ...versionsApi };

export type ReferenceApi = typeof referenceApi;
