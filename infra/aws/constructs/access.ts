import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { PORTAL_VARIABLES } from '../../../functions/portal/variables.ts';
import { BUCKET_VARIABLES, type Place } from '../../../functions/shared/documents/storage.ts';
import { CHANNEL_VARIABLES } from '../../../functions/shared/outbound/channels.ts';
import { HOSTS_VARIABLE } from '../../../functions/shared/outbound/destination.ts';
import { KEY_VARIABLE } from '../../../functions/shared/signing/signer.ts';
import { ANCHOR_VARIABLE } from '../../../functions/system/store/anchors.ts';
import type { Access } from '../../manifest/model.ts';
import { secrets } from '../../manifest/secrets.ts';
import { tables } from '../../manifest/tables.ts';
import type { Platform } from '../platform.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];

/** The actions that each word of the manifest means on the registry; there is no other. */
const ACTIONS = {
  read: READ,
  write: [
    ...READ,
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
    'dynamodb:BatchWriteItem',
  ],
  stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
} as const;

/** The same on the audit: a Scan of it only. */
const AUDIT_ACTIONS = {
  append: ['dynamodb:PutItem'],
  consult: ['dynamodb:PutItem', 'dynamodb:Query'],
  scan: ['dynamodb:Scan'],
} as const;

const GET = { uploads: ['s3:GetObject'], evidence: ['s3:GetObject'] } as const;

/** The same on the objects of the documents' buckets. */
const OBJECT_ACTIONS: Readonly<Record<NonNullable<Access['documents']>, Readonly<Record<Place, readonly string[]>>>> = {
  read: GET,
  grant: { ...GET, uploads: ['s3:GetObject', 's3:PutObject'] },
  bring: { ...GET, uploads: ['s3:GetObject', 's3:PutObject'] },
  keep: { ...GET, evidence: ['s3:GetObject', 's3:PutObject'] },
  clear: { uploads: ['s3:DeleteObject'], evidence: [] },
};

const PLACES = ['uploads', 'evidence'] as const satisfies readonly Place[];

/** The buckets on whose objects a function's words give it any right. */
export const objectBuckets = ({ documents, anchors }: Access, platform: Platform): Bucket[] => [
  ...(documents === undefined ? [] : PLACES.filter((place) => OBJECT_ACTIONS[documents][place].length > 0)).map(
    (place) => platform.documents[place],
  ),
  ...(anchors === undefined ? [] : [platform.anchors]),
];

const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];

/** What DynamoDB and S3 do with the key in their caller's name. */
const KEY_ACTIONS = {
  read: DECRYPT,
  write: [
    ...DECRYPT,
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
} as const;

/** The statements of a function's role for its words on the tables, the documents, the certificates' key and the secrets. */
export const accessStatements = (access: Access, platform: Platform): PolicyStatement[] => [
  ...tableStatements(access, platform),
  ...documentStatements(access, platform),
  ...(access.anchors === undefined
    ? []
    : [
        statement(['s3:ListBucket'], [platform.anchors.bucketArn]),
        statement(['s3:GetObject', 's3:PutObject'], [platform.anchors.arnForObjects('*')]),
      ]),
  ...keyStatements(access, platform),
  ...(access.certificates === undefined
    ? []
    : [statement(['kms:Sign', 'kms:GetPublicKey'], [platform.certificateKey.keyArn])]),
  ...secretStatements(access, platform),
];

/** The variables under which the code finds what its words give it, beyond the tables. */
export const accessVariables = (access: Access, platform: Platform): Record<string, string> => ({
  ...(access.documents === undefined
    ? {}
    : {
        [BUCKET_VARIABLES.uploads]: platform.documents.uploads.bucketName,
        [BUCKET_VARIABLES.evidence]: platform.documents.evidence.bucketName,
      }),
  ...(access.anchors === undefined ? {} : { [ANCHOR_VARIABLE]: platform.anchors.bucketName }),
  ...(access.certificates === undefined ? {} : { [KEY_VARIABLE]: platform.certificateKey.keyArn }),
  ...(access.portal && portalVariables(platform)),
  ...(access.outbound && {
    [HOSTS_VARIABLE]: platform.target.outboundHosts,
    ...Object.fromEntries(
      access.outbound.secrets.map((name) => [secrets[name].variable, platform.secrets[name].secretArn]),
    ),
  }),
  ...(access.outbound?.people && channelVariables(platform)),
});

/** [designed] What the portal asks of the issuer: who somebody is, and a token to renew. */
const SCOPE = 'openid profile offline_access';

/** Of the channels that reach people those that the target switches on. */
const channelVariables = ({ target }: Platform): Record<string, string> =>
  Object.fromEntries(
    Object.entries(target.channels).flatMap(([name, value]) =>
      value === undefined ? [] : [[CHANNEL_VARIABLES[name as keyof typeof target.channels], value]],
    ),
  );

const portalVariables = ({ target, documents }: Platform): Record<string, string> => ({
  [PORTAL_VARIABLES.files]: FILES_FOLDER,
  [PORTAL_VARIABLES.origins]: [
    new URL(target.oidcIssuer).origin,
    ...PLACES.map((place) => `https://${documents[place].bucketRegionalDomainName}`),
  ].join(' '),
  [PORTAL_VARIABLES.issuer]: target.oidcIssuer,
  [PORTAL_VARIABLES.clientId]: target.portalClientId,
  [PORTAL_VARIABLES.scope]: SCOPE,
});

/** Where a function finds the files that go with its code. */
const FILES_FOLDER = '/var/task/files';

/** Who reads what is new reads the bodies too to which messages refer. */
const BODY = ['dynamodb:GetItem'];

const tableStatements = ({ registry, audit, outbound }: Access, platform: Platform): PolicyStatement[] => [
  ...(registry === 'stream' ? [statement(BODY, [platform.tables.registry.tableArn])] : []),
  ...(registry === undefined
    ? []
    : [statement(ACTIONS[registry], resources(registry, platform), within(outbound?.within))]),
  ...(audit === undefined ? [] : [statement(AUDIT_ACTIONS[audit], [platform.tables.audit.tableArn])]),
];

/** Whoever may not list the bucket is told 403 instead of 404 of a document that nobody has uploaded yet. */
const documentStatements = ({ documents }: Access, platform: Platform): PolicyStatement[] =>
  documents === undefined
    ? []
    : PLACES.flatMap((place) => {
        const [bucket, actions] = [platform.documents[place], OBJECT_ACTIONS[documents][place]];
        return [
          ...(actions.includes('s3:GetObject') ? [statement(['s3:ListBucket'], [bucket.bucketArn])] : []),
          ...(actions.length > 0 ? [statement(actions, [bucket.arnForObjects('*')])] : []),
        ];
      });

/** Secrets by their ARNs alone: nobody lists or writes any. */
const secretStatements = ({ outbound }: Access, platform: Platform): PolicyStatement[] =>
  outbound && outbound.secrets.length > 0
    ? [
        statement(
          ['secretsmanager:GetSecretValue'],
          outbound.secrets.map((name) => platform.secrets[name].secretArn),
        ),
      ]
    : [];

function keyStatements({ registry, audit, documents, anchors }: Access, platform: Platform): PolicyStatement[] {
  if ([registry, audit, documents, anchors].every((word) => word === undefined)) return [];
  const writes =
    registry === 'write' ||
    audit === 'append' ||
    audit === 'consult' ||
    anchors !== undefined ||
    documents === 'grant' ||
    documents === 'bring' ||
    documents === 'keep';
  return [statement(KEY_ACTIONS[writes ? 'write' : 'read'], [platform.dataKey.keyArn])];
}

function resources(word: NonNullable<Access['registry']>, platform: Platform): string[] {
  const table = platform.tables.registry;
  if (word === 'stream') return table.tableStreamArn === undefined ? [] : [table.tableStreamArn];
  return [table.tableArn, ...tables.registry.indexes.map((index) => `${table.tableArn}/index/${index.name}`)];
}

/** Every partition key says after its district of which kind it is. */
const within = (kinds: readonly string[] | undefined) =>
  kinds && {
    'ForAllValues:StringLike': {
      'dynamodb:LeadingKeys': kinds.flatMap((kind) => [`DST#*#${kind}`, `DST#*#${kind}#*`]),
    },
  };

const statement = (actions: readonly string[], on: string[], conditions?: Record<string, object>) =>
  new PolicyStatement({ actions: [...actions], resources: on, ...(conditions && { conditions }) });
