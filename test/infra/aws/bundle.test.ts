import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { RegistryFunction } from '../../../infra/aws/constructs/registry-function.ts';
import { named } from '../../../infra/aws/manifest.ts';
import { targetOf } from '../../../infra/aws/target.ts';
import { manifest, registryApp } from './kit.ts';

/** One function of each kind, and the one that carries the solver's WebAssembly. */
const BUNDLED = ['SystemApi', 'Authorizer', 'Relay', 'ScreenRisks', 'PlanLoad'];

/** The environment that the code needs to load; the credentials and the endpoint lead nowhere. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  REGISTRY_TABLE: 'registry',
  AUDIT_TABLE: 'audit',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};

describe('a bundled function, run by Node as Lambda runs it', () => {
  const ids = new Map<string, string>();
  const folders = new Map<string, string>();

  beforeAll(() => {
    const { app, stacks } = registryApp({ 'aws:cdk:bundling-stacks': ['Bundled'] });
    const { operations, data, events } = stacks;
    const platform = {
      target: targetOf(app.node),
      tables: data.tables,
      documents: data.documents,
      anchors: data.anchors,
      dataKey: data.key,
      certificateKey: data.certificateKey,
      secrets: data.secrets,
      logKey: operations.key,
      alarms: operations.alarms,
      bus: events.bus,
    };
    const stack = new Stack(app, 'Bundled', { env: { region: data.region } });
    for (const name of BUNDLED) {
      const { lambda } = new RegistryFunction(stack, name, { spec: named(manifest.functions, name), platform });
      ids.set(name, stack.getLogicalId(lambda.node.defaultChild as CfnElement));
    }
    const made = Template.fromStack(stack).findResources('AWS::Lambda::Function');
    for (const [name, id] of ids) {
      const asset = `asset.${made[id]?.['Properties'].Code.S3Key.replace('.zip', '')}`;
      folders.set(name, join(app.outdir, asset));
    }
  });

  /** What the handler answers, or `{thrown: name}`. */
  const invoke = (name: string, event: unknown): unknown => {
    const program = `
      const { handler } = await import(${JSON.stringify(`file://${folders.get(name)}/index.mjs`)});
      const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 1000 })
        .catch((error) => ({ thrown: error.name, message: error.message }));
      process.stdout.write('\\n' + JSON.stringify(answer));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: '/',
      env: ENVIRONMENT,
      encoding: 'utf8',
    });
    return JSON.parse(output.slice(output.lastIndexOf('\n')));
  };

  it('answers a request', () => {
    const event = { httpMethod: 'GET', resource: '/health', path: '/health', headers: {}, requestContext: {} };
    expect(invoke('SystemApi', event)).toMatchObject({ statusCode: 200 });
  });

  it('refuses a bad token in the words API Gateway knows', () => {
    const event = { authorizationToken: 'Bearer nonsense', methodArn: 'arn:aws:execute-api:r:1:a/live/GET/v1' };
    expect(invoke('Authorizer', event)).toMatchObject({ message: 'Unauthorized' });
  });

  it('reads a batch of the stream', () => {
    expect(invoke('Relay', { Records: [] })).toEqual({ batchItemFailures: [] });
  });

  it.each(['ScreenRisks', 'PlanLoad'])('%s keeps the name of what it throws, which Retry matches', (name) => {
    expect(invoke(name, {})).toMatchObject({ thrown: 'ZodError' });
  });
});
