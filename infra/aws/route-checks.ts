import type { CfnResource } from 'aws-cdk-lib';
import { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { NagMessageLevel, NagPack, NagRuleCompliance, type NagRuleResult } from 'cdk-nag';
import type { ApiBody } from './api-body.ts';

const PACK = 'RegistryRoutes';
const RULE = 'Authorized';

/** The finding that a route is open, by which the API acknowledges those that the contract opens. */
export const openRoute = (method: string, path: string): string => `${PACK}-${RULE}[${finding(method, path)}]`;

/** Without a space, which CDK would replace in an acknowledgement and not in the finding. */
const finding = (method: string, path: string): string => `${method.toUpperCase()}:${path}`;

/**
 * AwsSolutions-APIG4 (a method has an authorizer) for an API that is imported: that rule reads `AWS::ApiGateway::Method`,
 * and the methods of a body are no resources. Each route that passes no authorizer is a finding of its own, and so is one
 * that names a scheme without an authorizer, which API Gateway would let anybody through.
 */
export class RouteChecks extends NagPack {
  readonly name = PACK;

  constructor() {
    super();
    this.packName = PACK;
  }

  protected checkResource(node: CfnResource): void {
    this.applyRule({
      ruleSuffixOverride: RULE,
      info: 'The route passes no authorizer.',
      explanation: 'Whoever calls a route must be known, unless the contract gives it no role.',
      level: NagMessageLevel.ERROR,
      node,
      rule: openRoutes,
    });
  }
}

function openRoutes(node: CfnResource): NagRuleResult {
  if (!(node instanceof CfnRestApi) || node.body === undefined) return NagRuleCompliance.NOT_APPLICABLE;
  const { paths, components }: ApiBody = node.stack.resolve(node.body);
  const authorizes = (scheme: string): boolean =>
    components.securitySchemes[scheme]?.['x-amazon-apigateway-authorizer'] !== undefined;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(
        ([, { security }]) => security.length === 0 || !security.every((one) => Object.keys(one).some(authorizes)),
      )
      .map(([method]) => finding(method, path)),
  );
}
