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
import { loadDefinitions } from '../../local/definitions.ts';
import { BUCKET_NAMES } from '../../local/documents/bucket.ts';
import { type Ask, doorOf } from '../../local/door.ts';
import { checkpoints } from '../../local/events/checkpoints.ts';
import { stateMachineArn } from '../../local/step-functions/arns.ts';
import { startStepFunctions } from '../../local/step-functions/server.ts';
import { never } from '../../local/step-functions/within.ts';
import { workflows } from '../../manifest.ts';
import { dataDirOf, isOnAws, localStorage } from '../connection.ts';
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
  const dataDir = dataDirOf(env);
  const ask = await doorOf(dataDir);
  return ask ? ofHost(dataDir, ask, env) : ofFolder(dataDir, env);
}

async function onAws(env: NodeJS.ProcessEnv): Promise<Outside> {
  const FunctionName = env['RELAY_FUNCTION'];
  if (!FunctionName) throw new Error('set RELAY_FUNCTION to the name of the relay');
  const { Environment } = await new LambdaClient({}).send(new GetFunctionConfigurationCommand({ FunctionName }));
  return {
    executions: executions(new SFNClient({}), (workflow) => {
      const arn = Environment?.Variables?.[stateMachineVariable(workflow)];
      if (arn === undefined) throw new Error(`${FunctionName} knows no state machine of ${workflow}: is it the relay?`);
      return arn;
    }),
    storage: () => s3Storage(env),
    async *filesIn(place) {
      const pages = paginateListObjectsV2({ client: new S3Client({}) }, { Bucket: env[BUCKET_VARIABLES[place]] });
      for await (const { Contents = [] } of pages) yield* Contents.flatMap(({ Key }) => Key ?? []);
    },
    // They lie in queues of their own, each with an alarm (docs/operations.md).
    deadLetters: [],
    now: () => new Date(),
    isInUse: true,
    close: async () => {},
  };
}

const Addresses = z.object({ stepFunctions: z.string() });
const Letters = z.array(z.object({ target: z.string(), error: z.string() }));

async function ofHost(dataDir: string, ask: Ask, env: NodeJS.ProcessEnv): Promise<Outside> {
  const { stepFunctions } = Addresses.parse(await ask('addresses'));
  const deadLetters = Letters.parse(await ask('deadLetters'));
  return { ...(await ofDataDir(dataDir, stepFunctions, env)), deadLetters, isInUse: true };
}

/** Executions that nobody drives: they stand as the host left them. */
async function ofFolder(dataDir: string, env: NodeJS.ProcessEnv): Promise<Outside> {
  const { now } = hostClock(join(dataDir, 'clock'));
  const stepFunctions = await startStepFunctions({
    dataDir,
    definitions: loadDefinitions(workflows),
    invokeFunction: never,
    now,
  });
  stepFunctions.pause();
  const letters = checkpoints(join(dataDir, 'events.sqlite'));
  const deadLetters = letters.deadLetters();
  letters.close();
  const around = await ofDataDir(dataDir, await stepFunctions.listen(0), env);
  const close = async (): Promise<void> => {
    await around.close();
    await stepFunctions.close();
  };
  return { ...around, deadLetters, isInUse: false, close };
}

async function ofDataDir(dataDir: string, endpoint: string, env: NodeJS.ProcessEnv) {
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const files = await localStorage(env);
  return {
    executions: executions(new SFNClient({ endpoint, region: 'us-east-1', credentials }), stateMachineArn),
    storage: files.storage,
    async *filesIn(place: Place) {
      const folder = join(dataDir, BUCKET_NAMES[place]);
      if (!existsSync(folder)) return;
      yield* filesIn(folder)
        .filter((file) => !file.endsWith('.json'))
        .map((file) => relative(folder, file));
    },
    now: hostClock(join(dataDir, 'clock')).now,
    close: files.close,
  };
}
