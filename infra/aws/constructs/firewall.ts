import { Aws } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** [designed] Requests of one address in five minutes; a service centre's counters share one. */
const REQUESTS_PER_ADDRESS = 10_000;

/**
 * Rules that are counted and refuse nothing, by their group. A body is free text, XML or a sheet of up to 4 MB, in which
 * goods and remarks may look like anything: the functions take it by the contract or refuse it with the reason, and run none
 * of what these rules protect. Programs that call the API name no browser.
 *
 * AWS ignores a name that its group does not have, so that the tests hold these to AWS's published list.
 */
const ONLY_COUNTED = {
  common: [
    'NoUserAgent_HEADER',
    'SizeRestrictions_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'CrossSiteScripting_BODY',
  ],
  knownBadInputs: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
};

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
        managed('AWSManagedRulesCommonRuleSet', 1, ONLY_COUNTED.common),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2, ONLY_COUNTED.knownBadInputs),
      ],
    });
    new CfnWebACLAssociation(this, 'OnStage', { resourceArn: stage.stageArn, webAclArn: list.attrArn });
  }
}

const managed = (name: string, priority: number, counted: readonly string[]): CfnWebACL.RuleProperty => ({
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
