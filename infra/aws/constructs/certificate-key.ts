import { RemovalPolicy } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The key by which the registry signs certificates: ECDSA on P-256, which never leaves KMS. Kept when its stack goes,
 * because what it signed must be verified for years. KMS does not rotate asymmetric keys; a new one is a new `kid`.
 */
export class CertificateKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Certificates of the market procurement registry',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
