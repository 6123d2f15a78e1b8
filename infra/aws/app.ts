import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { capabilities } from '../manifest.ts';
import { buildRegistry } from './registry.ts';
import { RouteChecks } from './route-checks.ts';
import { targetOf } from './target.ts';

/** The CDK app: everything of the manifest, to the target of the context, held to the AWS Solutions rules. */
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new RouteChecks());
const { api } = buildRegistry(app, capabilities, targetOf(app.node));
if (app.node.tryGetContext('oidcIssuer') === undefined) {
  Annotations.of(api).addWarningV2('registry:oidc-issuer', 'no oidcIssuer is given: every token will be refused');
}
