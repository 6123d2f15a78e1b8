import { ApiKey, type IRestApi, Period, type SpecRestApi, type UsagePlanProps } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { centreKey, clientKey, KEYED_CENTRES } from '../../../functions/shared/auth/usage.ts';
import { apart, type Target } from '../target.ts';

type Limits = Required<Pick<UsagePlanProps, 'throttle' | 'quota'>>;

/** [designed] Of each centre, the city among them: twenty counters that all work, and a day of them. */
const CENTRE: Limits = {
  throttle: { rateLimit: 50, burstLimit: 100 },
  quota: { limit: 1_000_000, period: Period.DAY },
};

/** [designed] Of each machine client: a sheet of a day's trades one by one, and no more than a tenth of the stage. */
const CLIENT: Limits = {
  throttle: { rateLimit: 20, burstLimit: 40 },
  quota: { limit: 200_000, period: Period.DAY },
};

/** What the keys of a deployment begin with: a key's value is one in its account and region. */
export const usagePrefix = (target: Target): string => apart(target, 'market-procurement-registry');

/**
 * What each centre and each machine client may ask of the API, so that none takes what the others need. A plan's limits
 * hold for each of its keys; the authorizer tells under which a request counts (`usage.ts`), and no client ever sees one.
 *
 * AWS holds to these limits as nearly as it can and not to the request.
 */
export class UsagePlans extends Construct {
  constructor(scope: Construct, id: string, { rest, target }: { readonly rest: SpecRestApi; readonly target: Target }) {
    super(scope, id);
    const prefix = usagePrefix(target);
    const plan = (name: string, limits: Limits, keys: readonly (readonly [id: string, value: string])[]): void => {
      const made = rest.addUsagePlan(name, {
        ...limits,
        apiStages: [{ api: rest as IRestApi, stage: rest.deploymentStage }],
      });
      for (const [of, value] of keys) made.addApiKey(new ApiKey(this, of, { value }));
    };
    plan(
      'Centres',
      CENTRE,
      KEYED_CENTRES.map((districtId) => [`Centre${districtId}`, centreKey(prefix, districtId)]),
    );
    if (target.clients.length === 0) return;
    plan(
      'Clients',
      CLIENT,
      target.clients.map((client) => [`Client-${client}`, clientKey(prefix, client)]),
    );
  }
}
