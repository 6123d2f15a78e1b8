import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { CLIENTS_VARIABLE, USAGE_VARIABLE } from '../../../functions/shared/auth/usage.ts';
import type { FunctionSpec, Route } from '../../manifest/model.ts';
import { Firewall } from '../constructs/firewall.ts';
import { RegistryAlarm } from '../constructs/registry-alarm.ts';
import { RegistryApi } from '../constructs/registry-api.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { UsagePlans, usagePrefix } from '../constructs/usage-plans.ts';
import { AUTHORIZER } from '../manifest.ts';
import type { Platform } from '../platform.ts';

/** [designed] Server errors in five minutes that are worth a message. */
const SERVER_ERRORS = 5;

export interface ApiStackProps extends StackProps {
  /** The routes of every capability. */
  readonly routes: readonly Route[];
  readonly authorizer: FunctionSpec;
  readonly platform: Platform;
}

/**
 * The HTTP API: the gateway with its authorizer, the firewall before it, what each centre and client may ask of it, the
 * alarm on its errors.
 */
export class ApiStack extends Stack {
  readonly rest: SpecRestApi;
  /** Where people reach the API, which the functions that answer it are told. */
  readonly publicUrl: string;
  /** Rings where the API answers 5xx, also by a release that is being let in. */
  readonly serverErrors: IAlarm;

  constructor(scope: Construct, id: string, { routes, authorizer, platform, ...props }: ApiStackProps) {
    super(scope, id, props);
    const { oidcIssuer, oidcAudience, oidcJwksUri, oidcClaims, oidcAmr, clients } = platform.target;
    const tokens = new RegistryFunction(this, AUTHORIZER, {
      spec: authorizer,
      platform,
      environment: {
        OIDC_ISSUER: oidcIssuer,
        OIDC_AUDIENCE: oidcAudience,
        OIDC_JWKS_URI: oidcJwksUri,
        OIDC_CLAIMS: oidcClaims,
        OIDC_AMR: oidcAmr,
        [USAGE_VARIABLE]: usagePrefix(platform.target),
        [CLIENTS_VARIABLE]: clients.join(','),
      },
    });
    const api = new RegistryApi(this, 'Api', { routes, authorizer: tokens.lambda, platform });
    this.rest = api.rest;
    this.publicUrl = api.publicUrl;
    new UsagePlans(this, 'Usage', { rest: api.rest, target: platform.target });
    new Firewall(this, 'Firewall', api.rest.deploymentStage);
    this.serverErrors = new RegistryAlarm(this, 'ServerErrors', {
      topic: platform.alarms,
      metric: api.rest.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: SERVER_ERRORS,
      description: '接口五分钟内多次答复 5xx；请按 correlationId 查看函数日志',
    });
  }
}
