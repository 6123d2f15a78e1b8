import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../../infra/aws/manifest.ts';
import type { CapabilityManifest, FunctionSpec } from '../../../infra/manifest/model.ts';
import { manifest, standard, Templates } from './kit.ts';

const { capabilities } = manifest;

/** Resources that a stack may have, of CloudFormation's 500. */
const RESOURCES = 350;
/** CloudFormation's own limits: bytes of a template, outputs of a stack. */
const TEMPLATE_BYTES = 1_000_000;
const OUTPUTS = 200;
/** API Gateway's default quota of resources in an API: one for each segment of a path. */
const API_RESOURCES = 300;
/** EventBridge's default quota of rules on a bus. */
const RULES = 300;

/**
 * The manifest so many times over, each copy with names of its own. The relay and the authorizer are not copied: there is
 * one of each, however many capabilities.
 */
const times = (count: number): Capabilities =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) =>
      Object.entries(capabilities).map(([name, capability]) =>
        index === 0 ? [name, capability] : [`${name}-${index}`, copy(capability, index)],
      ),
    ).flat(),
  );

function copy({ functions, api, workflows = {}, ...rest }: CapabilityManifest, index: number): CapabilityManifest {
  const other = (name: string): string => `${name}${index}`;
  const copied = (spec: FunctionSpec): FunctionSpec => ({
    ...spec,
    access: spec.access.invokes ? { ...spec.access, invokes: spec.access.invokes.map(other) } : spec.access,
  });
  return {
    functions: Object.fromEntries(
      Object.entries(functions)
        .filter(([name, { access }]) => name !== 'Authorizer' && !access.relay)
        .map(([name, spec]) => [other(name), copied(spec)]),
    ),
    api: {
      function: other(api.function),
      contract: Object.fromEntries(
        Object.entries(api.contract).map(([name, endpoint]) => [
          name,
          { ...endpoint, path: `/${index}${endpoint.path}` as const },
        ]),
      ),
    },
    workflows: Object.fromEntries(
      Object.entries(workflows).map(([name, spec]) => [`${name}-${index}`, { ...spec, tasks: spec.tasks.map(other) }]),
    ),
    subscriptions: (rest.subscriptions ?? []).map((one) => ({ ...one, function: other(one.function) })),
    schedules: (rest.schedules ?? []).map((one) => ({ ...one, name: other(one.name), function: other(one.function) })),
  };
}

/** How much of each limit a registry takes. */
function measures(templates: Templates) {
  const whole = [...templates.whole.values()];
  const paths = Object.keys(templates.of('AWS::ApiGateway::RestApi')[0]?.Properties.Body.paths);
  const segments = paths.flatMap((path) => path.split('/').map((_, index, all) => all.slice(0, index).join('/')));
  return {
    resources: Math.max(...whole.map(({ Resources }) => Object.keys(Resources).length)),
    templateBytes: Math.max(...whole.map((template) => Buffer.byteLength(JSON.stringify(template, undefined, 1)))),
    outputs: Math.max(...whole.map(({ Outputs = {} }) => Object.keys(Outputs).length)),
    apiResources: new Set([...segments, ...paths]).size,
    rules: templates.of('AWS::Events::Rule').filter(({ Properties }) => Properties.EventPattern).length,
  };
}

/**
 * Describes what every stack keeps to with each capability so many times over.
 *
 * @param apiQuota resources that the API may have: API Gateway's quota, which can be raised
 */
export function describeLimits(count: number, apiQuota = API_RESOURCES): void {
  describe(`the registry with every capability ${count} times`, () => {
    const templates = count === 1 ? standard() : new Templates({}, times(count));

    it('has a stack for each capability, and every function and route', () => {
      expect(Object.keys(templates.stacks.capabilities)).toHaveLength(count * Object.keys(capabilities).length);
      const functions = Object.keys(manifest.functions).length;
      expect(templates.of('AWS::Lambda::Function')).toHaveLength(functions * count - 2 * (count - 1));
      const paths: object[] = Object.values(templates.of('AWS::ApiGateway::RestApi')[0]?.Properties.Body.paths);
      expect(paths.flatMap((methods) => Object.keys(methods))).toHaveLength(manifest.routes.length * count);
    });

    it('keeps every stack under 350 resources and within the other limits', () => {
      const { resources, templateBytes, outputs, apiResources, rules } = measures(templates);
      expect(resources).toBeLessThan(RESOURCES);
      expect(templateBytes).toBeLessThan(TEMPLATE_BYTES);
      expect(outputs).toBeLessThan(OUTPUTS);
      expect(apiResources).toBeLessThan(apiQuota);
      expect(rules).toBeLessThan(RULES);
    });

    it('lets no capability’s stack depend on another’s but what reads all executions, and nothing depend on what comes later', () => {
      const { operations, data, events, capabilities: all, relay, api, dashboard } = templates.stacks;
      const own = Object.entries(all).filter(([name]) => !name.startsWith('system'));
      const systems = Object.entries(all).filter(([name]) => name.startsWith('system'));
      const made = [own, systems].map((stacks) => stacks.map(([, stack]) => stack));
      const stages = [[operations], [data, events], [api], ...made, [relay], [dashboard]];
      expect(stages.flat()).toHaveLength(templates.all.length);
      for (const [stage, stacks] of stages.entries()) {
        const before = new Set(stages.slice(0, stage).flat().map(String));
        for (const stack of stacks) {
          expect(stack.dependencies.map(String).filter((one) => !before.has(one))).toEqual([]);
        }
      }
    });
  });
}
