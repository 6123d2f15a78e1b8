import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Workflow } from '../../functions/shared/outbox/message.ts';
import { awsRuntime, stateMachineVariable } from '../../functions/shared/runtime.ts';
import { tables } from '../manifest/tables.ts';
import { functions, routes, schedules, subscriptions, workflows } from '../manifest.ts';
import { hostClock } from './clock.ts';
import { loadDefinitions } from './definitions.ts';
import { type Engine, startEngine } from './dynamodb/engine.ts';
import { createTables } from './dynamodb/tables.ts';
import { localBus } from './events/bus.ts';
import { checkpoints } from './events/checkpoints.ts';
import { startSchedules } from './events/schedules.ts';
import { readStream } from './events/stream.ts';
import { type LocalFunctions, loadFunctions } from './functions/functions.ts';
import { devRoutes } from './gateway/dev.ts';
import { gateway } from './gateway/gateway.ts';
import { type TokenIssuer, tokenIssuer } from './gateway/tokens.ts';
import { startStepFunctions } from './step-functions/server.ts';

export interface HostOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly stepFunctionsPort: number;
  readonly dataDir: string;
  /** A DynamoDB endpoint that is already there; absent starts the embedded engine. */
  readonly dynamodbEndpoint?: string | undefined;
}

export interface Host {
  readonly url: string;
  readonly stepFunctionsUrl: string;
  readonly dynamodbUrl: string;
  readonly tokens: TokenIssuer;
  /** Whether the tables were created at this start. */
  readonly isNew: boolean;
  readonly now: () => Date;
  /** Settles when the engine ends by itself. */
  readonly engineExit: Promise<unknown>;
  close(): Promise<void>;
}

const TABLE_NAMES = { registry: 'registry', audit: 'audit' };

/**
 * Starts everything of the manifest on this machine. Functions find the embedded services through the environment
 * variables that the AWS SDK itself reads, so they run unchanged.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  mkdirSync(options.dataDir, { recursive: true });
  const clock = hostClock();
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const letters = checkpoints(join(options.dataDir, 'events.sqlite'));
    closers.push(() => letters.close());
    const engine = await engineOf(options);
    closers.push(() => engine.close());

    const loaded: { functions?: LocalFunctions } = {};
    const invoke = (name: string, event: unknown): Promise<unknown> => {
      if (!loaded.functions) throw new Error('functions are called before they are loaded');
      return loaded.functions.invoke(name, event);
    };
    const stepFunctions = await startStepFunctions({
      dataDir: options.dataDir,
      definitions: loadDefinitions(workflows),
      invokeFunction: invoke,
      now: clock.now,
    });
    const stepFunctionsUrl = await stepFunctions.listen(options.stepFunctionsPort);
    closers.push(() => stepFunctions.close());

    setEnvironment(engine.endpoint, stepFunctionsUrl);
    const client = new DynamoDBClient({});
    const isNew = await createTables(client, tables, TABLE_NAMES);
    const tokens = await tokenIssuer(join(options.dataDir, 'signing-key.json'));

    // Imported here because a function's module reads the environment when it is loaded.
    const { build: buildAuthorizer } = await import('../../functions/shared/auth/authorizer.ts');
    const { build: buildRelay } = await import('../../functions/shared/outbox/relay.ts');
    const { workflowCarriers } = await import('../../functions/shared/outbox/carriers.ts');
    const relay = buildRelay({ ...workflowCarriers(process.env), publish: localBus(subscriptions, invoke, letters) });
    loaded.functions = await loadFunctions(functions, { ...awsRuntime(), now: clock.now }, clock.memory, {
      Authorizer: buildAuthorizer(tokens.source) as (event: unknown) => Promise<unknown>,
      Relay: relay as (event: unknown) => Promise<unknown>,
    });
    closers.push(() => loaded.functions?.close());

    const stream = readStream({
      tables: client,
      streams: new DynamoDBStreamsClient({}),
      tableName: TABLE_NAMES.registry,
      relay: relay as (event: unknown) => Promise<unknown>,
      checkpoints: letters,
    });
    closers.push(() => stream.close());
    const schedule = startSchedules(schedules, invoke, clock.now, letters);
    closers.push(() => schedule.close());
    const clockMoved = (): void => {
      stepFunctions.clockMoved();
      schedule.tick();
    };
    const server = gateway({ routes, invoke, dev: devRoutes(tokens, clock, clockMoved) });
    const url = await listen(server, options.port);
    closers.push(() => closed(server));
    stepFunctions.resume();
    return {
      url,
      stepFunctionsUrl,
      dynamodbUrl: engine.endpoint,
      tokens,
      isNew,
      now: clock.now,
      engineExit: engine.exit,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function engineOf(options: HostOptions): Promise<Engine> {
  const { dynamodbEndpoint } = options;
  if (dynamodbEndpoint === undefined) return startEngine(join(options.dataDir, 'registry.sqlite'));
  return { endpoint: dynamodbEndpoint, exit: new Promise(() => {}), close: async () => {} };
}

function setEnvironment(dynamodbUrl: string, stepFunctionsUrl: string): void {
  const { env } = process;
  env['AWS_REGION'] ??= 'us-east-1';
  env['AWS_ACCESS_KEY_ID'] ??= 'embedded';
  env['AWS_SECRET_ACCESS_KEY'] ??= 'embedded';
  env['AWS_ENDPOINT_URL_DYNAMODB'] = dynamodbUrl;
  env['AWS_ENDPOINT_URL_DYNAMODB_STREAMS'] = dynamodbUrl;
  env['AWS_ENDPOINT_URL_SFN'] = stepFunctionsUrl;
  for (const [logical, spec] of Object.entries(tables))
    env[spec.variable] = TABLE_NAMES[logical as keyof typeof tables];
  for (const name of Object.keys(workflows) as Workflow[]) {
    env[stateMachineVariable(name)] = `arn:aws:states:local:000000000000:stateMachine:${name}`;
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
