import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import cdk from '../../../cdk.json' with { type: 'json' };
import { RegistryFunction } from '../../../infra/aws/constructs/registry-function.ts';
import type { Manifest } from '../../../infra/aws/manifest.ts';
import { buildRegistry, type Registry } from '../../../infra/aws/registry.ts';
import { targetOf } from '../../../infra/aws/target.ts';
import * as deployed from '../../../infra/manifest.ts';

// CloudFormation's own validation halves the speed of a synthesis; `app.test.ts` has it on.
process.env['CDK_VALIDATION'] ??= 'false';

// What CDK writes goes with the tests that asked for it.
const folder = mkdtempSync(join(tmpdir(), 'registry-cdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that is really deployed. */
export const manifest: Manifest = deployed;

/** A resource as it stands in a template, with the stack and the logical id it has there. */
export interface Resource extends Content {
  readonly stack: keyof Registry;
  readonly id: string;
}

interface Content {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads a template as it stands
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
}

/** The app of a context, its functions left unbundled unless the context says otherwise. */
export function registryApp(context: Record<string, unknown> = {}): { app: App; stacks: Registry } {
  const app = new App({
    outdir: mkdtempSync(join(folder, 'app-')),
    context: { ...cdk.context, 'aws:cdk:bundling-stacks': [], ...context },
  });
  return { app, stacks: buildRegistry(app, manifest, targetOf(app.node)) };
}

/** The templates of all stacks, to be asked for resources. */
export class Templates {
  readonly app: App;
  readonly stacks: Registry;
  readonly resources: readonly Resource[];

  constructor(context: Record<string, unknown> = {}) {
    ({ app: this.app, stacks: this.stacks } = registryApp(context));
    this.resources = (Object.entries(this.stacks) as [keyof Registry, Stack][]).flatMap(([stack, of]) => {
      const contents: Record<string, Content> = Template.fromStack(of).toJSON()['Resources'];
      return Object.entries(contents).map(([id, content]) => Object.assign(content, { stack, id }));
    });
  }

  of(type: string): Resource[] {
    return this.resources.filter((resource) => resource.Type === type);
  }

  /** The functions by their names in the manifest. */
  functions(): Map<string, Resource> {
    const constructs = Object.values(this.stacks).flatMap((stack: Stack) =>
      stack.node.findAll().filter((construct) => construct instanceof RegistryFunction),
    );
    return new Map(
      constructs.map(({ node, lambda }) => {
        const stack = Stack.of(lambda);
        const id = stack.getLogicalId(lambda.node.defaultChild as CfnElement);
        const found = this.of('AWS::Lambda::Function').find(
          (resource) => resource.id === id && this.stacks[resource.stack] === stack,
        );
        if (!found) throw new Error(`no function ${node.id} in the templates`);
        return [node.id, found];
      }),
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
