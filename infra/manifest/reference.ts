import { referenceApi } from '../../functions/reference/contract/index.ts';
import { type CapabilityManifest, changer } from './model.ts';

/** Reference data 参考数据: what is in force is served, and later versions are published. */
export const referenceManifest: CapabilityManifest = {
  functions: {
    // It judges a whole tariff at a time.
    ReferenceApi: { ...changer('functions/reference/api.ts'), timeoutSeconds: 25, memoryMb: 1769 },
  },
  api: { function: 'ReferenceApi', contract: referenceApi },
};
