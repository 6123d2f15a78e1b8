import { accountsApi } from '../../functions/accounts/contract/index.ts';
import { type CapabilityManifest, keeper } from './model.ts';

/** Accounts 账户: who may act as what. Who somebody is, a token says. */
export const accountsManifest: CapabilityManifest = {
  functions: {
    AccountsApi: {
      entry: 'functions/accounts/api.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write', audit: 'append', issuer: 'administer' },
    },
    AccountsOnEntityChanged: keeper('functions/accounts/subscribers/accounts-on-entity-changed.ts'),
    AccountsOnAccountStateChanged: {
      entry: 'functions/accounts/subscribers/accounts-on-account-state-changed.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'read', issuer: 'administer' },
    },
  },
  api: { function: 'AccountsApi', contract: accountsApi },
  subscriptions: [
    { event: 'EntityChanged', function: 'AccountsOnEntityChanged' },
    { event: 'AccountStateChanged', function: 'AccountsOnAccountStateChanged' },
  ],
};
