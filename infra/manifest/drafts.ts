import { draftsApi } from '../../functions/drafts/contract/index.ts';
import type { CapabilityManifest } from './model.ts';

/** Drafts 草稿: what people have filled in and not sent. */
export const draftsManifest: CapabilityManifest = {
  functions: {
    DraftsApi: {
      entry: 'functions/drafts/api.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write' },
    },
  },
  api: { function: 'DraftsApi', contract: draftsApi },
};
