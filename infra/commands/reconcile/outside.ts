import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import {
  BUCKET_VARIABLES,
  type DocumentStorage,
  type Place,
  s3Storage,
} from '../../../functions/shared/documents/storage.ts';
import { stateMachineVariable } from '../../../functions/shared/runtime.ts';
import { filesIn } from '../../local/backup/backup.ts';
import { hostClock } from '../../local/clock.ts';
import { BUCKET_NAMES } from '../../local/documents/bucket.ts';
import { doorOf } from '../../local/door.ts';
import { checkpoints } from '../../local/events/checkpoints.ts';
import { stateMachineArn } from '../../local/step-functions/arns.ts';
import { dataDirOf, isOnAws, localStorage } from '../connection.ts';
import { PATIENT } from '../patient.ts';
import { localStepFunctions } from '../step-functions.ts';
import { type Executions, executions } from './executions.ts';

/** What stands around the tables, wherever the registry runs. */
export interface Outside {
  readonly executions: Executions;
  readonly storage: () => DocumentStorage;
  readonly filesIn: (place: Place) => AsyncIterable<string>;
  readonly deadLetters: readonly { readonly target: string; readonly error: string }[];
  readonly now: () => Date;
  /** Whether anything works meanwhile, so that what does not fit may fit a moment later. */
  readonly isInUse: boolean;
  close(): Promise<void>;
}

export async function outside(env: NodeJS.ProcessEnv): Promise<Outside> {
  if (isOnAws(env)) return onAws(env);
  return ofDataDir(dataDirOf(env), env);
}

async function onAws(env: NodeJS.ProcessEnv): Promise<Outside> {
  const FunctionName = env['RELAY_FUNCTION'];
  if (!FunctionName) throw new Error('set RELAY_FUNCTION to the name of the relay');
  const { Environment } = await new LambdaClient(PATIENT).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return {
    executions: executions(new SFNClient(PATIENT), (workflow) => {
      const arn = Environment?.Variables?.[stateMachineVariable(workflow)];
      if (arn === undefined) throw new Error(`${FunctionName} knows no state machine of ${workflow}: is it the relay?`);
      return arn;
    }),
    storage: () => s3Storage(env),
    async *filesIn(place) {
      const Bucket = env[BUCKET_VARIABLES[place]];
      if (!Bucket) throw new Error(`set ${BUCKET_VARIABLES[place]} to the name of the bucket`);
      const pages = paginateListObjectsV2({ client: new S3Client(PATIENT) }, { Bucket });
      for await (const { Contents = [] } of pages) yield* Contents.flatMap(({ Key }) => Key ?? []);
    },
    // They lie in queues of their own, each with an alarm (docs/operations.md).
    deadLetters: [],
    now: () => new Date(),
    isInUse: true,
    close: async () => {},
  };
}

const Letters = z.array(z.object({ target: z.string(), error: z.string() }));

async function ofDataDir(dataDir: string, env: NodeJS.ProcessEnv): Promise<Outside> {
  const stepFunctions = await localStepFunctions(dataDir);
  const files = await localStorage(env);
  return {
    executions: executions(stepFunctions.client, stateMachineArn),
    storage: files.storage,
    async *filesIn(place: Place) {
      const folder = join(dataDir, BUCKET_NAMES[place]);
      if (!existsSync(folder)) return;
      yield* filesIn(folder)
        .filter((file) => !file.endsWith('.json'))
        .map((file) => relative(folder, file));
    },
    deadLetters: await deadLettersOf(dataDir),
    now: hostClock(join(dataDir, 'clock')).now,
    isInUse: stepFunctions.isInUse,
    async close() {
      await files.close();
      await stepFunctions.close();
    },
  };
}

async function deadLettersOf(dataDir: string): Promise<Outside['deadLetters']> {
  const ask = await doorOf(dataDir);
  if (ask) return Letters.parse(await ask('deadLetters'));
  const letters = checkpoints(join(dataDir, 'events.sqlite'));
  try {
    return letters.deadLetters();
  } finally {
    letters.close();
  }
}
