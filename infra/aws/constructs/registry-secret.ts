import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { SecretSpec } from '../../manifest/secrets.ts';

/**
 * A secret of the manifest. Its first value is made by Secrets Manager and known to nobody; an operator puts one that is
 * given in its place. It stays when its stack goes, because receivers outside hold what was made of it. It is encrypted by
 * Secrets Manager's own key, which serves whoever may read the secret and nobody else.
 */
export class RegistrySecret extends Secret {
  constructor(scope: Construct, id: string, spec: SecretSpec) {
    super(scope, id, {
      description: spec.about,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Somebody outside holds the same, or what is made of it, and has to take another one when it is exchanged ' +
        '(docs/webhooks.md, docs/outbound.md).',
    });
  }
}
