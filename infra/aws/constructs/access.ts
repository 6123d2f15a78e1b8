import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Access } from '../../manifest/model.ts';
import { tables } from '../../manifest/tables.ts';
import type { Platform } from '../platform.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];

/** The actions that each word of the manifest means; there is no other, and no Scan. */
const ACTIONS = {
  read: READ,
  write: [...READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
  stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  append: ['dynamodb:PutItem'],
} as const;

const DECRYPT = ['kms:Decrypt', 'kms:DescribeKey'];

/** What DynamoDB does with a table's key in its caller's name. */
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

/** The statements of a function's role for its word on each table. */
export function tableStatements({ registry, audit }: Access, platform: Platform): PolicyStatement[] {
  return [
    ...(registry === undefined ? [] : [statement(ACTIONS[registry], resources(registry, platform))]),
    ...(audit === undefined ? [] : [statement(ACTIONS[audit], [platform.tables.audit.tableArn])]),
    ...(registry === undefined && audit === undefined
      ? []
      : [
          statement(KEY_ACTIONS[registry === 'write' || audit === 'append' ? 'write' : 'read'], [
            platform.tableKey.keyArn,
          ]),
        ]),
  ];
}

function resources(word: NonNullable<Access['registry']>, platform: Platform): string[] {
  const table = platform.tables.registry;
  if (word === 'stream') return table.tableStreamArn === undefined ? [] : [table.tableStreamArn];
  return [table.tableArn, ...tables.registry.indexes.map((index) => `${table.tableArn}/index/${index.name}`)];
}

const statement = (actions: readonly string[], on: string[]) =>
  new PolicyStatement({ actions: [...actions], resources: on });
