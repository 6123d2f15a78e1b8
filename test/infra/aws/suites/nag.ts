import type { Stack } from 'aws-cdk-lib';
import { AuthorizationType, CfnMethod, type CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import type { ApiBody, Operation, SecurityScheme } from '../../../../infra/aws/api-body.ts';
import { RegistryFunction } from '../../../../infra/aws/constructs/registry-function.ts';
import { named } from '../../../../infra/aws/manifest.ts';
import type { ApiStack } from '../../../../infra/aws/stacks/api-stack.ts';
import type { DataStack } from '../../../../infra/aws/stacks/data-stack.ts';
import { manifest, registryApp, violations } from '../kit.ts';

/** What the rules find in a registry where `app.ts` holds that they find nothing, after it was spoilt. */
function spoilt(): string[] {
  const { filing, system } = manifest.capabilities;
  const { app, stacks } = registryApp({}, { filing, system });
  const stack = named(stacks.capabilities, 'filing');
  spoilRoutes(stacks.api);
  spoilResources(stack);
  spoilRoles(stack, stacks.data);
  app.synth();
  return violations(app);
}

function spoilRoutes(api: ApiStack): CfnMethod {
  const body: ApiBody = (api.rest.node.defaultChild as CfnRestApi).body;
  const header: SecurityScheme = { type: 'apiKey', name: 'Authorization', in: 'header' };
  Object.assign(body.components.securitySchemes, { header });
  const secure = (path: string, security: Operation['security']) =>
    Object.assign(named(named(body.paths, path), 'post'), { security });
  secure('/v1/filings', []);
  secure('/v1/goods', [{ header: [] }]);
  secure('/v1/documents', [{ tokens: [] }, { header: [] }]);
  return new CfnMethod(api, 'Beside', {
    restApiId: api.rest.restApiId,
    resourceId: api.rest.restApiRootResourceId,
    httpMethod: 'GET',
    authorizationType: AuthorizationType.NONE,
  });
}

const spoilResources = (stack: Stack) => [
  new Lambda(stack, 'Old', {
    runtime: Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    role: (stack.node.findChild('FilingApi') as RegistryFunction).role,
  }),
  new Queue(stack, 'Open'),
];

function spoilRoles(stack: Stack, data: DataStack): void {
  const allow = (name: string, action: string, resource: string) =>
    (stack.node.findChild(name) as RegistryFunction).allow([action], resource);
  allow('FilingApi', 'dynamodb:Scan', '*');
  allow('ScreenRisks', 's3:GetObject', data.documents.uploads.arnForObjects('*'));
  allow('ReturnFiling', 'dynamodb:*', data.tables.registry.tableArn);
}

describe('the rules of the app report', () => {
  const found = spoilt().map((one) => one.replace(/(?<=ExportsOutputFnGetAttDocuments)\w+/, '…'));
  const api = 'RegistryApi/Api/Rest/Resource';
  const policyOf = (name: string) => `RegistryFiling/${name}/Role/DefaultPolicy/Resource`;

  it.each([
    ['a route without its authorizer', `RegistryRoutes-Authorized[POST:/v1/filings] at ${api}`],
    ['one whose scheme is no authorizer', `RegistryRoutes-Authorized[POST:/v1/goods] at ${api}`],
    ['one that the authorizer is only one way into', `RegistryRoutes-Authorized[POST:/v1/documents] at ${api}`],
    ['a method beside the body', 'AwsSolutions-APIG4 at RegistryApi/Beside'],
    ['its lack of a user pool', 'AwsSolutions-COG4 at RegistryApi/Beside'],
    ['a function on an old runtime', 'AwsSolutions-L1 at RegistryFiling/Old/Resource'],
    ['a queue without dead letters', 'AwsSolutions-SQS3 at RegistryFiling/Open/Resource'],
    ['a queue without TLS', 'AwsSolutions-SQS4 at RegistryFiling/Open/Resource'],
    ['a role that may do something to everything', `AwsSolutions-IAM5[Resource::*] at ${policyOf('FilingApi')}`],
    ['a role that may do everything', `AwsSolutions-IAM5[Action::dynamodb:*] at ${policyOf('ReturnFiling')}`],
    [
      'a role that gets documents without the word for it',
      `AwsSolutions-IAM5[Resource::RegistryData:ExportsOutputFnGetAttDocuments…/*] at ${policyOf('ScreenRisks')}`,
    ],
  ])('%s', (_what, violation) => {
    expect(found).toContain(violation);
  });

  it('nothing that is good', () => {
    expect(found).toHaveLength(11);
  });
});
