import { randomBytes } from 'node:crypto';
import { BUCKET_VARIABLES } from '../../functions/shared/documents/storage.ts';
import type { Workflow } from '../../functions/shared/outbox/workflows.ts';
import { functionVariable, stateMachineVariable } from '../../functions/shared/runtime.ts';
import { KEY_VARIABLE } from '../../functions/shared/signing/signer.ts';
import { ANCHOR_VARIABLE } from '../../functions/system/store/anchors.ts';
import { embeddedSecrets, secrets } from '../manifest/secrets.ts';
import { tables } from '../manifest/tables.ts';
import { functions, workflows } from '../manifest.ts';
import { ANCHOR_BUCKET, BUCKET_NAMES } from './documents/bucket.ts';

/** Where the embedded services answer. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly stepFunctions: string;
  readonly lambda: string;
  readonly s3: string;
  readonly kms: string;
  readonly secrets: string;
}

/** Table names on this host. */
export const TABLE_NAMES = { registry: 'registry', audit: 'audit' } as const satisfies Record<
  keyof typeof tables,
  string
>;

/** Gives the functions the environment that the CDK app gives them on AWS, and the SDK the embedded endpoints. */
export function setEnvironment(endpoints: Endpoints, env: NodeJS.ProcessEnv = process.env): void {
  env['AWS_REGION'] ??= 'us-east-1';
  env['AWS_ACCESS_KEY_ID'] ??= 'embedded';
  // Links to documents are signed by it, and whoever knew it could write one to any of them.
  env['AWS_SECRET_ACCESS_KEY'] ??= randomBytes(32).toString('base64url');
  env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoints.dynamodb;
  env['AWS_ENDPOINT_URL_DYNAMODB_STREAMS'] = endpoints.dynamodb;
  env['AWS_ENDPOINT_URL_SFN'] = endpoints.stepFunctions;
  env['AWS_ENDPOINT_URL_LAMBDA'] = endpoints.lambda;
  env['AWS_ENDPOINT_URL_S3'] = endpoints.s3;
  env['AWS_ENDPOINT_URL_KMS'] = endpoints.kms;
  env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] = endpoints.secrets;
  for (const [name, { variable }] of Object.entries({ ...secrets, ...embeddedSecrets })) env[variable] = name;
  env[BUCKET_VARIABLES.uploads] = BUCKET_NAMES.uploads;
  env[BUCKET_VARIABLES.evidence] = BUCKET_NAMES.evidence;
  env[ANCHOR_VARIABLE] = ANCHOR_BUCKET;
  env[KEY_VARIABLE] = 'certificates';
  env[tables.registry.variable] = TABLE_NAMES.registry;
  env[tables.audit.variable] = TABLE_NAMES.audit;
  for (const name of Object.keys(workflows) as Workflow[]) {
    env[stateMachineVariable(name)] = `arn:aws:states:local:000000000000:stateMachine:${name}`;
  }
  for (const name of Object.keys(functions)) env[functionVariable(name)] = name;
}

/** Under which names the portal finds how people sign in. */
export const SIGN_IN_VARIABLES = {
  issuer: 'SIGN_IN_ISSUER',
  clientId: 'SIGN_IN_CLIENT_ID',
  scope: 'SIGN_IN_SCOPE',
} as const;
