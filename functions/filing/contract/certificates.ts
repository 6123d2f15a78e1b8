import { z } from 'zod';
import { EntityKind, EntityStatus } from '../../events/entity.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';

const facts = {
  filingNumber: z.string(),
  kind: EntityKind,
  status: EntityStatus,
  validUntil: z.string(),
  /** The grade of the credit evaluation; absent until it has scored the entity. */
  grade: z.string().optional(),
};

/**
 * What anybody may know who holds a certificate: nothing personal, not even a name. The code of an organisation is public,
 * and tells whose a genuine signature on a forged page is.
 */
export const CertificateCheck = z.object({
  ...facts,
  unifiedSocialCreditCode: z.string().optional(),
  issuedOn: z.string(),
  checkedAt: z.string(),
});

export const CertificateJson = z.object({
  ...facts,
  issuedOn: z.string(),
  /** Compact JWS, ES256: anybody verifies it by `/certificate-keys`, without asking the registry. */
  signature: z.string(),
  /** The public check page, as the certificate's QR code has it. */
  checkUrl: z.string(),
});

concepts({ CertificateCheck, Certificate: CertificateJson });

/** RFC 7517; on curve P-256. */
const Jwk = z.looseObject({ kty: z.string().optional(), kid: z.string().optional(), alg: z.string().optional() });

/** Certificates 备案证书: printed by whom they concern, checked by anybody. */
export const certificatesApi = contract({
  getCertificate: {
    method: 'GET',
    path: '/v1/entities/{id}/certificate',
    summary: 'The certificate of a filed entity in force, an A4 page to print with a signed QR code 备案证书',
    roles: READING_ROLES,
    produces: ['text/html'],
    success: { status: 200, schema: CertificateJson },
    problems: ['WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
  checkCertificate: {
    method: 'GET',
    path: '/certificates/{signature}',
    summary: 'What a certificate is worth now; public, and nothing personal in it 证书查验',
    roles: [],
    produces: ['text/html'],
    success: { status: 200, schema: CertificateCheck },
    problems: ['NOT_ACCEPTABLE'],
  },
  certificateKeys: {
    method: 'GET',
    path: '/certificate-keys',
    summary: 'The public keys of certificates, a JSON Web Key Set, to verify them offline 证书公钥',
    roles: [],
    success: { status: 200, schema: z.object({ keys: z.array(Jwk) }) },
    problems: [],
  },
});
