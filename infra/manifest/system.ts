import { systemApi } from '../../functions/system/contract.ts';
import type { CapabilityManifest } from './model.ts';

/** What belongs to no capability: sign-in, the outbox relay, health and the contract's document. */
export const systemManifest: CapabilityManifest = {
  functions: {
    SystemApi: { entry: 'functions/system/api.ts', timeoutSeconds: 5, memoryMb: 512, access: { registry: 'read' } },
    Authorizer: { entry: 'functions/shared/auth/authorizer.ts', timeoutSeconds: 5, memoryMb: 512, access: {} },
    Relay: {
      entry: 'functions/shared/outbox/relay.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      atOnce: 100,
      access: { registry: 'stream', relay: true },
    },
  },
  api: { function: 'SystemApi', contract: systemApi },
};
