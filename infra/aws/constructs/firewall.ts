import { Aws } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** [designed] Requests of one address in five minutes; a service centre's counters share one. */
const REQUESTS_PER_ADDRESS = 10_000;

/** Rules of the common group that would refuse good requests: declarations exceed 8 KB, and programs name no browser. */
const ONLY_COUNTED = ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'];

/**
 * The web firewall before the API: a limit per address, and AWS's common and known-bad-input rules. Three rules and their
 * list are the whole monthly cost beside that per request. Nothing of a request is sampled: it could hold personal data.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const list = new CfnWebACL(this, 'Rules', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('Firewall'),
      rules: [
        {
          name: 'RequestsPerAddress',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: REQUESTS_PER_ADDRESS, aggregateKeyType: 'IP' } },
          visibilityConfig: visibility('RequestsPerAddress'),
        },
        managed('AWSManagedRulesCommonRuleSet', 1, ONLY_COUNTED),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
      ],
    });
    new CfnWebACLAssociation(this, 'OnStage', { resourceArn: stage.stageArn, webAclArn: list.attrArn });
  }
}

const managed = (name: string, priority: number, counted: readonly string[] = []): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: visibility(name),
});

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName: `${Aws.STACK_NAME}-${metricName}`,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
