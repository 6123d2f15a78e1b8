import { portalApi } from '../../functions/portal/contract.ts';
import type { CapabilityManifest } from './model.ts';

/** The portal 门户: hands out what was built of `portal/`. */
export const portalManifest: CapabilityManifest = {
  functions: {
    PortalApi: {
      entry: 'functions/portal/api.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      files: 'portal/dist',
      access: { portal: true },
    },
  },
  api: { function: 'PortalApi', contract: portalApi },
};
