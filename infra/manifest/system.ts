import { systemApi } from '../../functions/system/contract.ts';
import type { CapabilityManifest } from './model.ts';

/**
 * What belongs to no capability: sign-in, the outbox relay, the anchors of the audit, health, what failed, and the
 * contract's document.
 */
export const systemManifest: CapabilityManifest = {
  functions: {
    SystemApi: {
      entry: 'functions/system/api.ts',
      // Each of a page of executions is asked about by itself.
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write', audit: 'consult', executions: 'read' },
    },
    Authorizer: {
      entry: 'functions/shared/auth/authorizer.ts',
      timeoutSeconds: 5,
      memoryMb: 512,
      access: { registry: 'read' },
    },
    Relay: {
      entry: 'functions/shared/outbox/relay.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      atOnce: 100,
      access: { registry: 'stream', relay: true },
    },
    AnchorChains: {
      entry: 'functions/system/schedules/anchor-chains.ts',
      timeoutSeconds: 900,
      // The first anchor holds the heads of every chain.
      memoryMb: 1769,
      atOnce: 1,
      access: { audit: 'scan', anchors: 'write', certificates: 'sign' },
    },
  },
  api: { function: 'SystemApi', contract: systemApi },
  // Hourly, so that a day's anchor that broke off is made within the hour.
  schedules: [{ name: 'daily-anchor', everyMinutes: 60, function: 'AnchorChains' }],
};
