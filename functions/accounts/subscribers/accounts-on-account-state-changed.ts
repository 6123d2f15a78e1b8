import { AccountStateChanged } from '../../events/account.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { type Credentials, credentialsFrom } from '../services/credentials.ts';
import { accountStore } from '../store/index.ts';

/**
 * Tells the issuer whether an account may sign in. It tells how the account stands now, whichever change it was called for,
 * until that is how it stands: events come in any order, again, and beside each other.
 */
export const build = (runtime: Runtime, credentials: () => Credentials | undefined = credentialsFrom()) =>
  subscriber(
    'AccountsOnAccountStateChanged',
    reads(AccountStateChanged, AccountStateChanged.detail.pick({ sub: true }), async ({ sub }) => {
      const issuer = credentials();
      if (!issuer) return;
      const store = accountStore(runtime.table);
      const stateNow = async () => (await store.account(sub))?.data.state;
      for (let told, state = await stateNow(); state !== told; state = await stateNow()) {
        await (state === 'SUSPENDED' ? issuer.disable(sub) : issuer.enable(sub));
        told = state;
      }
    }),
  );

export const handler = build(awsRuntime());
