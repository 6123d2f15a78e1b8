import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { PUBLIC_URL_VARIABLE } from '../../../functions/shared/runtime.ts';
import { Firewall } from '../constructs/firewall.ts';
import { RegistryAlarm } from '../constructs/registry-alarm.ts';
import { RegistryApi } from '../constructs/registry-api.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { AUTHORIZER, fixedName, homes, type Manifest, named } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { type StateMachines, stateMachineVariables } from '../state-machines.ts';

/** [designed] Server errors in five minutes that are worth a message. */
const SERVER_ERRORS = 5;

export interface ApiStackProps extends StackProps {
  readonly manifest: Manifest;
  readonly platform: Platform;
  readonly stateMachines: StateMachines;
}

/** The HTTP API: its functions, the gateway with its authorizer, the firewall before it, the alarm on its errors. */
export class ApiStack extends Stack {
  readonly rest: RestApi;

  constructor(scope: Construct, id: string, { manifest, platform, stateMachines, ...props }: ApiStackProps) {
    super(scope, id, props);
    const { oidcIssuer, oidcAudience, oidcJwksUri } = platform.target;
    const environment = (name: string): Record<string, string> =>
      name === AUTHORIZER
        ? { OIDC_ISSUER: oidcIssuer, OIDC_AUDIENCE: oidcAudience, OIDC_JWKS_URI: oidcJwksUri }
        : stateMachineVariables(stateMachines);
    const functions = Object.fromEntries(
      homes(manifest).api.map((name) => {
        const spec = named(manifest.functions, name);
        const functionName = fixedName(manifest, name);
        return [
          name,
          new RegistryFunction(this, name, { spec, platform, functionName, environment: environment(name) }),
        ];
      }),
    );
    for (const [name, client] of Object.entries(functions)) {
      for (const other of named(manifest.functions, name).access.invokes ?? []) client.invokes(named(functions, other));
    }
    const api = new RegistryApi(this, 'Api', {
      routes: manifest.routes,
      functions,
      authorizer: named(functions, AUTHORIZER).lambda,
      platform,
    });
    this.rest = api.rest;
    for (const name of homes(manifest).api) {
      if (name !== AUTHORIZER) named(functions, name).lambda.addEnvironment(PUBLIC_URL_VARIABLE, api.publicUrl);
    }
    new Firewall(this, 'Firewall', api.rest.deploymentStage);
    new RegistryAlarm(this, 'ServerErrors', {
      topic: platform.alarms,
      metric: api.rest.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: SERVER_ERRORS,
      description: '接口五分钟内多次答复 5xx；请按 correlationId 查看函数日志',
    });
  }
}
