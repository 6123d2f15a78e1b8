import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { afterAll, vi } from 'vitest';
import cdk from '../../../cdk.json' with { type: 'json' };
import { RegistryFunction } from '../../../infra/aws/constructs/registry-function.ts';
import { RegistryWorkflow } from '../../../infra/aws/constructs/registry-workflow.ts';
import type { Capabilities } from '../../../infra/aws/manifest.ts';
import { buildRegistry, type Registry } from '../../../infra/aws/registry.ts';
import { RouteChecks } from '../../../infra/aws/route-checks.ts';
import { targetOf } from '../../../infra/aws/target.ts';
import * as deployed from '../../../infra/manifest.ts';

// CloudFormation's own validation halves the speed of a synthesis; those of `validated` have it.
process.env['CDK_VALIDATION'] ??= 'false';

// What CDK writes goes with the tests that asked for it.
const folder = mkdtempSync(join(tmpdir(), 'registry-cdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that is really deployed. */
export const manifest = deployed;

/** A resource as it stands in a template, with the name of its stack and the logical id it has there. */
export interface Resource extends Content {
  readonly stack: string;
  readonly id: string;
}

interface Content {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads a template as it stands
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly UpdatePolicy?: any;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The app of a context, its functions left unbundled unless the context says otherwise. */
export function registryApp(
  context: Record<string, unknown> = {},
  capabilities: Capabilities = manifest.capabilities,
): { app: App; stacks: Registry } {
  const app = new App({
    outdir: mkdtempSync(join(folder, 'app-')),
    context: { ...cdk.context, 'aws:cdk:bundling-stacks': [], ...context },
  });
  return { app, stacks: buildRegistry(app, capabilities, targetOf(app.node)) };
}

/** The template of one stack. */
interface StackTemplate {
  readonly Resources: Readonly<Record<string, Content>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** The templates of all stacks, to be asked for resources. */
export class Templates {
  readonly app: App;
  readonly stacks: Registry;
  /** Every stack, in the order in which they are made. */
  readonly all: readonly Stack[];
  /** The whole templates by the names of their stacks. */
  readonly whole: ReadonlyMap<string, StackTemplate>;
  readonly resources: readonly Resource[];
  private readonly byType: ReadonlyMap<string, Resource[]>;

  constructor(context: Record<string, unknown> = {}, capabilities?: Capabilities) {
    ({ app: this.app, stacks: this.stacks } = registryApp(context, capabilities));
    this.all = this.app.node.children.filter(Stack.isStack);
    this.whole = new Map(this.all.map((of) => [of.stackName, Template.fromStack(of).toJSON() as StackTemplate]));
    this.resources = [...this.whole].flatMap(([stack, { Resources }]) =>
      Object.entries(Resources).map(([id, content]) => Object.assign(content, { stack, id })),
    );
    this.byType = Map.groupBy(this.resources, ({ Type }) => Type);
  }

  of(type: string): Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The functions by their names in the manifest. */
  functions(): Map<string, Resource> {
    return this.made((one) => (one instanceof RegistryFunction ? one.lambda : undefined));
  }

  /** The state machines by their names in the manifest. */
  machines(): Map<string, Resource> {
    return this.made((one) => (one instanceof RegistryWorkflow ? one.stateMachine : undefined));
  }

  /** What constructs have made, by their names: the resources of what `part` picks. */
  private made(part: (construct: IConstruct) => IConstruct | undefined): Map<string, Resource> {
    return new Map(
      this.all.flatMap((stack) =>
        stack.node.findAll().flatMap((construct) => {
          const picked = part(construct);
          if (!picked) return [];
          const id = stack.getLogicalId(picked.node.defaultChild as CfnElement);
          const found = this.resources.find((one) => one.id === id && one.stack === stack.stackName);
          if (!found) throw new Error(`no ${construct.node.id} in the templates`);
          return [[construct.node.id, found] as const];
        }),
      ),
    );
  }

  /** The statements of the role that a resource has. */
  rightsOf({ stack, Properties }: Resource): Statement[] {
    const role = (Properties.Role ?? Properties.RoleArn)['Fn::GetAtt'][0];
    return this.of('AWS::IAM::Policy')
      .filter(
        (policy) => policy.stack === stack && policy.Properties.Roles.some((one: { Ref: string }) => one.Ref === role),
      )
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
  }
}

export const actions = (statement: Statement): string[] => [statement.Action].flat();

/** The templates of what is really deployed to a target, held to CloudFormation's own rules. */
export function validated(context: Record<string, unknown>): Templates {
  vi.stubEnv('CDK_VALIDATION', 'true');
  try {
    return new Templates(context);
  } finally {
    vi.unstubAllEnvs();
  }
}

let shared: Templates | undefined;

/** Those of the default target, synthesised once for all the suites of a file. */
export const standard = (): Templates => (shared ??= validated({ partition: 'aws' }));

/** What the rules of the app find in it and nobody has acknowledged, as `rule at construct`. */
export const violations = (app: App): string[] =>
  [new AwsSolutionsChecks(app), new RouteChecks()]
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
