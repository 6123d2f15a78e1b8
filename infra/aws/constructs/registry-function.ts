import { join } from 'node:path';
import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { functionVariable } from '../../../functions/shared/runtime.ts';
import type { FunctionSpec } from '../../manifest/model.ts';
import type { Platform } from '../platform.ts';
import { accessStatements, accessVariables } from './access.ts';
import { RegistryLogs } from './registry-logs.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * One ES module per function, everything in it: the SDK too, so that what runs is what was tested and not what the
 * runtime happens to hold. Dependencies that are still CommonJS call `require` on Node's own modules; the banner gives
 * them one. The solver's ES module looks for its WebAssembly beside itself; a bundle that has the solver gets the file.
 */
const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  bundleAwsSDK: true,
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeInstall: () => [],
    beforeBundling: () => [],
    afterBundling: (root, bundle) => [
      `if grep -q highs.wasm ${bundle}/index.mjs; then cp ${root}/node_modules/highs/build/highs.wasm ${bundle}; fi`,
    ],
  },
};

export interface RegistryFunctionProps {
  readonly spec: FunctionSpec;
  readonly platform: Platform;
  /** Its name, where others call it by one that is fixed. */
  readonly functionName?: string | undefined;
  /** What the function reads from its environment beyond the tables' names. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A Lambda function of the manifest, with nothing but what its `access` says.
 *
 * - Node 24 on arm64: nothing here is native code, and Lambda asks less for that processor.
 * - Its own role, without a managed policy: its log streams, and the actions of its words.
 * - Its own log group (`RegistryLogs`), written as JSON.
 * - The tables' names in its environment whatever its access: a name is no right.
 * - No reserved concurrency: the account's pool serves all, and throttling belongs to the API's stage.
 * - X-Ray only where the target asks for it.
 */
export class RegistryFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, { spec, platform, functionName, environment }: RegistryFunctionProps) {
    super(scope, id);
    const logGroup = new RegistryLogs(this, 'Logs', platform);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    for (const statement of accessStatements(spec.access, platform)) this.role.addToPolicy(statement);
    this.lambda = new NodejsFunction(this, 'Handler', {
      description: spec.entry,
      ...(functionName === undefined ? {} : { functionName }),
      entry: join(ROOT, spec.entry),
      handler: 'handler',
      projectRoot: ROOT,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      bundling: BUNDLING,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      timeout: Duration.seconds(spec.timeoutSeconds),
      memorySize: spec.memoryMb,
      tracing: platform.target.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        REGISTRY_TABLE: platform.tables.registry.tableName,
        AUDIT_TABLE: platform.tables.audit.tableName,
        NODE_OPTIONS: '--enable-source-maps',
        ...accessVariables(spec.access, platform),
        ...environment,
      },
    });
    const objects = ['Documents7E5B2978Arn159F38C5', 'Evidence4CC26D68Arn9E0A376E'];
    Validations.of(this.role).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'Where the target asks for X-Ray, its two write actions cannot be restricted to a resource.',
      },
      ...objects.map((bucket) => ({
        id: `AwsSolutions-IAM5[Resource::RegistryData:ExportsOutputFnGetAtt${bucket}/*]`,
        reason: 'Documents are many and new ones come; no other objects lie in their buckets.',
      })),
    );
  }

  /** Lets this function call another as a client, and names it to the code, e.g. as `FILING_API_FUNCTION`. */
  invokes(other: RegistryFunction): void {
    this.lambda.addEnvironment(functionVariable(other.node.id), other.lambda.functionName);
    this.allow(['lambda:InvokeFunction'], other.lambda.functionArn);
  }

  /** The same, where the other belongs to a stack that comes later: by the name that it will have. */
  invokesByName(other: string, functionName: string): void {
    this.lambda.addEnvironment(functionVariable(other), functionName);
    const arn = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allow(['lambda:InvokeFunction'], arn);
  }

  /** Adds one right, on one resource. */
  allow(actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
