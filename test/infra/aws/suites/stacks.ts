import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../../functions/shared/http/contract.ts';
import { systemApi } from '../../../../functions/system/contract.ts';
import type { CapabilityManifest, FunctionSpec } from '../../../../infra/manifest/model.ts';
import { manifest, Templates } from '../kit.ts';
import { describeLimits } from '../limits.ts';

const { capabilities } = manifest;

// Thrice as many, and what room is left then, is the second tier's.
describeLimits(1);
// Twice the routes need a quota of path segments that is raised.
describeLimits(2, 400);

describe('a deployment of the API', () => {
  const { system } = capabilities;
  const { health, openapi } = systemApi;
  const deployed = (changed: Partial<CapabilityManifest> = {}): string => {
    const templates = new Templates({}, { system: { ...system, ...changed } });
    return templates.of('AWS::ApiGateway::Stage')[0]?.Properties.DeploymentId.Ref;
  };
  const routes = (contract: Contract) => ({ api: { function: 'SystemApi', contract } });
  const before = deployed();

  it('is the same as long as the routes are', () => {
    expect(before).toMatch(/Deployment/);
    expect(deployed()).toBe(before);
  });

  it.each([
    ['a route is added', routes({ health, openapi, more: { ...health, path: '/more' } })],
    ['a route goes', routes({ health })],
    ['a route gets an authorizer', routes({ health: { ...health, roles: ['clerk'] }, openapi })],
    ['a path changes', routes({ health: { ...health, path: '/healthy' }, openapi })],
    [
      'another function answers',
      {
        functions: { ...system.functions, Other: system.functions['SystemApi'] as FunctionSpec },
        api: { ...system.api, function: 'Other' },
      },
    ],
  ])('is another when %s', (_what, changed) => {
    expect(deployed(changed)).not.toBe(before);
  });
});
