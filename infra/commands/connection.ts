import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type DocumentStorage, s3Storage } from '../../functions/shared/documents/storage.ts';
import { type TableNames, tableNames } from '../../functions/shared/table/client.ts';
import { ANCHOR_VARIABLE, type AnchorStore, s3Anchors } from '../../functions/system/store/anchors.ts';
import { refuseBackup } from '../local/data-folder.ts';
import { refuseLaterData } from '../local/data-version.ts';
import { ANCHOR_BUCKET, BUCKET_NAMES, startBuckets } from '../local/documents/bucket.ts';
import { type Ask, doorOf } from '../local/door.ts';
import { type Engine, givenEngine, isServed, startEngine } from '../local/dynamodb/engine.ts';
import { TABLE_NAMES } from '../local/environment.ts';
import { PATIENT } from './patient.ts';

/** The tables that a command works on. */
export interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly names: TableNames;
  close(): Promise<void>;
}

/** Whether a command works on what is deployed: its environment then names the tables. */
export const isOnAws = (env: NodeJS.ProcessEnv): boolean => env['REGISTRY_TABLE'] !== undefined;

/** The folder in which a host on this machine keeps everything. */
export const dataDirOf = (env: NodeJS.ProcessEnv): string => resolve(env['DATA_DIR'] ?? '.data');

/**
 * On AWS the tables that `REGISTRY_TABLE` and `AUDIT_TABLE` name; else those at `DYNAMODB_ENDPOINT`; else those of the host
 * that runs on the folder `DATA_DIR`; else those in it, by an engine started on it.
 *
 * @throws Error where there is no registry, something else works on it, or a later release has
 */
export async function connect(env: NodeJS.ProcessEnv): Promise<Connection> {
  if (isOnAws(env))
    return { client: documents(new DynamoDBClient(PATIENT)), names: tableNames(env), close: async () => {} };
  const engine = await localEngine(env);
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  return { client: documents(client), names: TABLE_NAMES, close: () => engine.close() };
}

const documents = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

const Addresses = z.object({
  dynamodb: z.string(),
  stepFunctions: z.string(),
  /** Absent of a host of an earlier release. */
  credentials: z.string().optional(),
});

/** Where a running host has what it serves to commands. */
export const addressesAt = async (ask: Ask) => Addresses.parse(await ask('addresses'));

async function localEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const given = env['DYNAMODB_ENDPOINT'];
  if (given !== undefined) return givenEngine(given);
  refuseBackup(dataDirOf(env));
  const ask = await doorOf(dataDirOf(env));
  if (ask) return givenEngine((await addressesAt(ask)).dynamodb);
  const file = join(dataDirOf(env), 'registry.sqlite');
  if (!existsSync(file)) throw new Error(`there is no registry at ${file}: set DATA_DIR or DYNAMODB_ENDPOINT`);
  if (isServed(file)) {
    throw new Error(
      `something else works on ${dataDirOf(env)}: let it end, or, of a host that does not answer, set DYNAMODB_ENDPOINT to the address of DynamoDB that it printed`,
    );
  }
  refuseLaterData(dataDirOf(env));
  return startEngine(file);
}

/** The files of a data folder, by the protocol that the functions use. */
export interface LocalFiles {
  /** @throws Error where there are no documents: it is asked for only where some record cites one */
  readonly storage: () => DocumentStorage;
  /** Undefined before the first anchor. */
  readonly anchors: () => AnchorStore | undefined;
  readonly close: () => Promise<void>;
}

export async function localStorage(env: NodeJS.ProcessEnv): Promise<LocalFiles> {
  const buckets = await startBuckets({ dataDir: dataDirOf(env), now: () => new Date() });
  const has = (name: string): boolean => existsSync(join(dataDirOf(env), name));
  Object.assign(env, {
    AWS_ENDPOINT_URL_S3: buckets.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
  });
  return {
    storage() {
      if (Object.values(BUCKET_NAMES).some(has)) {
        return s3Storage({ DOCUMENT_BUCKET: BUCKET_NAMES.uploads, EVIDENCE_BUCKET: BUCKET_NAMES.evidence });
      }
      throw new Error(`there are no documents in ${dataDirOf(env)}: set DATA_DIR to the data folder of the host`);
    },
    anchors: () => (has(ANCHOR_BUCKET) ? s3Anchors({ [ANCHOR_VARIABLE]: ANCHOR_BUCKET }) : undefined),
    close: () => buckets.close(),
  };
}
