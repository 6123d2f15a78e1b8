import { join } from 'node:path';
import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import { Construct } from 'constructs';
import { functionVariable } from '../../../functions/shared/runtime.ts';
import type { Access, FunctionSpec } from '../../manifest/model.ts';
import { calledName } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { accessStatements, accessVariables, objectBuckets } from './access.ts';
import { LineAlarm } from './line-alarm.ts';
import { RegistryLogs } from './registry-logs.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * One ES module per function, everything in it: the SDK too, so that what runs is what was tested and not what the
 * runtime happens to hold. Dependencies that are still CommonJS call `require` on Node's own modules; the banner gives
 * them one. The solver's ES module looks for its WebAssembly beside itself; a bundle that has the solver gets the file.
 */
const bundling = ({ files }: FunctionSpec): BundlingOptions => ({
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
      ...(files === undefined ? [] : [`cp -r ${root}/${files} ${bundle}/files`]),
    ],
  },
});

export interface RegistryFunctionProps {
  readonly spec: FunctionSpec;
  readonly platform: Platform;
  /** Its name, where others call it by one that is fixed. */
  readonly functionName?: string;
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
 * - As many at once as the manifest says, reserved; the others share the account's pool, and throttling belongs to the API.
 * - X-Ray only where the target asks for it.
 */
export class RegistryFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;
  /** The name by which others call it, where it has one that is fixed; else undefined. */
  readonly fixedName: string | undefined;

  constructor(scope: Construct, id: string, { spec, platform, functionName, environment }: RegistryFunctionProps) {
    super(scope, id);
    this.fixedName = functionName;
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
      bundling: bundling(spec),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      timeout: Duration.seconds(spec.timeoutSeconds),
      memorySize: spec.memoryMb,
      ...(spec.atOnce === undefined ? {} : { reservedConcurrentExecutions: spec.atOnce }),
      tracing: platform.target.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: {
        REGISTRY_TABLE: platform.tables.registry.tableName,
        AUDIT_TABLE: platform.tables.audit.tableName,
        NODE_OPTIONS: '--enable-source-maps',
        ...accessVariables(spec.access, platform),
        ...environment,
      },
    });
    for (const other of spec.access.invokes ?? []) this.invokes(calledName(platform.target, other), other);
    this.acknowledge(spec.access, platform);
    if (spec.alarmsOn) {
      new LineAlarm(this, 'Line', { ...spec.alarmsOn, logGroup, metricName: `${id}Lines`, platform });
    }
  }

  /** Lets this function call another as a client, and names it to the code, e.g. as `FILING_API_FUNCTION`. */
  private invokes(calledAs: string, other: string): void {
    this.lambda.addEnvironment(functionVariable(other), calledAs);
    this.allow(['lambda:InvokeFunction'], functionArn(this, calledAs));
  }

  /** Adds one right, on one resource. */
  allow(actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }

  /** Answers cdk-nag for the two wildcards that a role can have, each only where its words or the target give it. */
  private acknowledge(access: Access, platform: Platform): void {
    if (platform.target.tracing) {
      Validations.of(this.role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'The two write actions of X-Ray cannot be restricted to a resource.',
      });
    }
    for (const bucket of objectBuckets(access, platform)) {
      // The bucket lies in another stack, so that cdk-nag sees the export under which that stack tells its ARN.
      const objects = `${Stack.of(bucket).exportValue(bucket.bucketArn)}/*`;
      Validations.of(this.role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${flattenCfnReference(Stack.of(this).resolve(objects))}]`,
        reason: 'Documents and anchors are many and new ones come; no other objects lie in their buckets.',
      });
    }
  }
}

/** The ARN of the function of a name, in the stack's account and region. */
export const functionArn = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
