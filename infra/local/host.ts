import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { CREDENTIALS_URL_VARIABLE } from '../../functions/accounts/services/credentials.ts';
import type { Channels } from '../../functions/notices/services/channels.ts';
import { PORTAL_VARIABLES } from '../../functions/portal/variables.ts';
import { LINKS_URL_VARIABLE } from '../../functions/shared/documents/storage.ts';
import type { Outbound } from '../../functions/shared/outbound/outbound.ts';
import { awsRuntime, PUBLIC_URL_VARIABLE, publicUrlOf } from '../../functions/shared/runtime.ts';
import type { Vitals } from '../../functions/system/contract.ts';
import { VERSION } from '../../functions/system/version.ts';
import type { Migrated } from '../commands/migrate/migrate.ts';
import { tables } from '../manifest/tables.ts';
import { functions, routes, schedules, subscriptions, workflows } from '../manifest.ts';
import { makeBackup, NoBackup } from './backup/backup.ts';
import { fileCopy } from './backup/databases.ts';
import { hostClock } from './clock.ts';
import { EVENTS_FILE, refuseForeign, watchFolder } from './data-folder.ts';
import { noteData, refuseLaterData } from './data-version.ts';
import { loadDefinitions } from './definitions.ts';
import { startBuckets } from './documents/bucket.ts';
import { openDoor } from './door.ts';
import { answers, EngineEnded, givenEngine, startEngine } from './dynamodb/engine.ts';
import { deleteExpired } from './dynamodb/expiry.ts';
import { outages, undisturbed } from './dynamodb/outage.ts';
import { indexStream, trimStream } from './dynamodb/stream-file.ts';
import { upgrade } from './dynamodb/upgrade.ts';
import { setEnvironment, TABLE_NAMES } from './environment.ts';
import { localBus, redrive } from './events/bus.ts';
import { carryUncarried } from './events/carry-uncarried.ts';
import { checkpoints } from './events/checkpoints.ts';
import { localDeadLetters } from './events/dead-letters.ts';
import { startSchedules } from './events/schedules.ts';
import { readStream } from './events/stream.ts';
import { keepToOwner, makeFolder } from './folder.ts';
import { invokeEndpoint } from './functions/endpoint.ts';
import { type Handler, localFunctions } from './functions/functions.ts';
import { devRoutes } from './gateway/dev.ts';
import { type Gateways, type Reach, startGateways } from './gateway/places.ts';
import { TOKEN_KEY_FILE, type TokenIssuer, tokenIssuer } from './gateway/tokens.ts';
import { type Issuer, startIssuer } from './issuer/issuer.ts';
import { PORTAL_CLIENT, PORTAL_SCOPE } from './issuer/provider.ts';
import { SIGN_IN_TABLE, SIGN_IN_TABLE_SPEC } from './issuer/store/table.ts';
import { startSecrets } from './secrets.ts';
import { startKeeper } from './signing/keeper.ts';
import { startStepFunctions } from './step-functions/server.ts';
import { never } from './step-functions/within.ts';
import { refuseToStrand } from './stranded.ts';

export interface HostOptions extends Reach {
  readonly stepFunctionsPort: number;
  readonly dataDir: string;
  /** A DynamoDB endpoint that is already there; absent starts the embedded engine. */
  readonly dynamodbEndpoint?: string | undefined;
  /** Told of every call of a function and how long it took; for those who measure. */
  readonly onInvoked?: (name: string, milliseconds: number) => void;
  /** Messages of the outbox carried at once; for those who measure. */
  readonly messagesAtOnce?: number;
  /** How messages leave; for those who test, whose receivers stand on this machine. */
  readonly outbound?: Outbound;
  /** The same of the channels that reach people. */
  readonly channels?: Channels;
}

/** How long a failed execution has the host call itself degraded, by the host's clock: as an alarm's period. */
const FAILED_MILLISECONDS = 3_600_000;

export interface Host {
  /** Where programs of this machine reach it. */
  readonly url: string;
  /** Where people reach it: the one address that is printed and sent. */
  readonly publicUrl: string;
  readonly listening: Gateways;
  readonly stepFunctionsUrl: string;
  readonly dynamodbUrl: string;
  readonly tokens: TokenIssuer;
  /** Where people and programs sign in. */
  readonly issuer: Issuer;
  /** Whether the registry held nothing at this start. */
  readonly isEmpty: boolean;
  /** What this start brought into the present layout; absent where there was nothing to do. */
  readonly migrated: Migrated | undefined;
  readonly now: () => Date;
  /** Settles with why, when the host cannot go on; whatever worked for itself has stopped by then. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/**
 * Starts everything of the manifest on this machine. Functions find the embedded services through the environment
 * variables that the AWS SDK itself reads, so they run unchanged.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const opened: { close(): Promise<void> | void }[] = [];
  const close = async (): Promise<void> => {
    for (const part of opened.splice(0).toReversed()) await part.close();
  };
  const open = <T extends { close(): Promise<void> | void }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    return { ...(await start(options, open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  {
    dataDir,
    dynamodbEndpoint,
    stepFunctionsPort,
    onInvoked = () => {},
    messagesAtOnce,
    outbound,
    channels,
    ...reach
  }: HostOptions,
  open: <T extends { close(): Promise<void> | void }>(part: T) => T,
): Promise<Omit<Host, 'close'>> {
  makeFolder(dataDir);
  refuseForeign(dataDir);
  keepToOwner(dataDir);
  refuseLaterData(dataDir);
  const clock = hostClock(join(dataDir, 'clock'));
  const letters = open(checkpoints(join(dataDir, EVENTS_FILE)));
  const folder = open(watchFolder(dataDir));
  const file = dynamodbEndpoint === undefined ? join(dataDir, 'registry.sqlite') : undefined;
  const engine = open(dynamodbEndpoint === undefined ? await startEngine(file) : givenEngine(dynamodbEndpoint));
  if (file !== undefined) indexStream(file);
  const lambda = open(localFunctions(functions, clock.memory));
  const timed = <T>(name: string, work: Promise<T>): Promise<T> => {
    const from = performance.now();
    return work.finally(() => onInvoked(name, performance.now() - from));
  };
  const invoke = (name: string, event: unknown): Promise<unknown> => timed(name, lambda.invoke(name, event));
  const invokeApi = open(await invokeEndpoint(invoke));
  const failed = Promise.withResolvers<Error>();
  const outage = outages(() => answers(engine.endpoint), {
    lost: () => stepFunctions.pause(),
    back: () => stepFunctions.resume(),
  });
  const stepFunctions = open(
    await startStepFunctions({
      dataDir,
      definitions: loadDefinitions(workflows),
      // An outage pauses every execution; the call is made again when it goes on.
      invokeFunction: undisturbed(invoke, { ...outage, over: never }),
      now: clock.now,
      executionFailed: ({ machine, name, input }, status, error = 'States.Timeout') => {
        const { correlationId = 'none' } = (JSON.parse(input) ?? {}) as { correlationId?: string };
        console.error(`execution ${name} of ${machine} has ended ${status}: ${error} (correlation ${correlationId})`);
      },
      hostFailed: (fault) => {
        outage.begin();
        failed.resolve(fault);
      },
    }),
  );
  refuseToStrand(stepFunctions, new Set(Object.keys(functions)));
  const fail = (why: Error): void => {
    outage.begin();
    failed.resolve(why);
  };
  void engine.exit.then(() => fail(new EngineEnded()));
  void folder.gone.then(fail);
  const stepFunctionsUrl = await stepFunctions.listen(stepFunctionsPort);
  const buckets = open(await startBuckets({ dataDir, now: clock.now }));
  const keeper = open(await startKeeper(join(dataDir, 'certificate-key.pem')));
  const secretKeeper = open(await startSecrets(join(dataDir, 'secrets')));
  setEnvironment({
    dynamodb: engine.endpoint,
    stepFunctions: stepFunctionsUrl,
    lambda: invokeApi.url,
    s3: buckets.url,
    kms: keeper.url,
    secrets: secretKeeper.url,
  });

  const tablesClient = new DynamoDBClient({});
  const { isEmpty, migrated } = await upgrade(tablesClient, clock.now().toISOString());
  noteData(dataDir);
  const tokens = await tokenIssuer(join(dataDir, TOKEN_KEY_FILE));
  const issuer = open(
    await startIssuer({
      dataDir,
      dynamodb: new DynamoDBClient({}),
      administrationKey: secretKeeper.credentialsKey,
      publicUrl: publicUrlOf,
    }),
  );
  process.env[CREDENTIALS_URL_VARIABLE] = issuer.administrationUrl;
  // Imported here because a function's module reads the environment when it is loaded.
  const { build: buildAuthorizer, tenantsOf } = await import('../../functions/shared/auth/authorizer.ts');
  const { personReader } = await import('../../functions/shared/auth/account.ts');
  const { build: buildRelay } = await import('../../functions/shared/outbox/relay.ts');
  const { build: buildSystem } = await import('../../functions/system/api.ts');
  const { workflowCarriers } = await import('../../functions/shared/outbox/carriers.ts');
  const { build: buildDelivery } = await import('../../functions/webhooks/steps/deliver-webhook.ts');
  const { build: buildNoticeDelivery } = await import('../../functions/notices/steps/deliver-notice.ts');
  const runtime = awsRuntime(process.env, clock.now);
  const tenants = tenantsOf(runtime.reference, clock.now);
  const relay = buildRelay(
    {
      ...workflowCarriers(process.env),
      publish: localBus(subscriptions, undisturbed(invoke, outage), letters),
    },
    runtime.table,
  );
  const vitals = (): Vitals => ({
    outboxLagSeconds: stream.lagSeconds(),
    deadLetters: letters.countDeadLetters(),
    failedExecutions: stepFunctions.failedSince(new Date(clock.now().getTime() - FAILED_MILLISECONDS)),
  });
  const deadLetters = open(localDeadLetters(invoke, letters));
  await lambda.load(runtime, {
    Authorizer: buildAuthorizer(
      [tokens.source, issuer.source],
      personReader(runtime.table, clock.now),
      tenants,
    ) as Handler,
    Relay: relay as Handler,
    SystemApi: buildSystem(runtime, { vitals, deadLetters }) as Handler,
    ...(outbound && { DeliverWebhook: buildDelivery(runtime, outbound) as Handler }),
    ...(channels && { DeliverNotice: buildNoticeDelivery(runtime, channels) as Handler }),
  });

  await redrive(invoke, letters);
  const uncarried = open(carryUncarried(tablesClient, TABLE_NAMES.registry, letters, clock.now));
  const stream = open(
    readStream({
      tables: tablesClient,
      streams: new DynamoDBStreamsClient({}),
      tableName: TABLE_NAMES.registry,
      relay: (event) => timed('Relay', (relay as Handler)(event, {})),
      checkpoints: letters,
      atOnce: messagesAtOnce,
    }),
  );
  const jobs = schedules.map(({ name, everyMinutes, function: scheduled }) => ({
    name,
    everyMinutes,
    run: (time: string) => invoke(scheduled, { schedule: name, time }),
  }));
  const clearing = {
    name: 'clear-away',
    everyMinutes: 60,
    run: async () => {
      await deleteExpired(tablesClient, TABLE_NAMES.registry, tables.registry.timeToLive, clock.now());
      // By the machine's time, as everything of sign-in.
      await deleteExpired(tablesClient, SIGN_IN_TABLE, SIGN_IN_TABLE_SPEC.timeToLive, new Date());
      if (file !== undefined) await trimStream(file, TABLE_NAMES.registry, letters);
    },
  };
  const schedule = open(startSchedules([...jobs, clearing], clock.now, letters));
  const clockMoved = (): void => {
    stepFunctions.clockMoved();
    schedule.tick();
  };
  const gateways = open(
    await startGateways(reach, dataDir, {
      routes,
      invoke,
      dev: devRoutes(tokens, tenants, clock, clockMoved),
      byLink: (request, response) => buckets.answerByLink(request, response, publicUrlOf()),
      signIn: issuer.answer,
    }),
  );
  const { publicUrl } = gateways;
  process.env[PUBLIC_URL_VARIABLE] = publicUrl;
  process.env[LINKS_URL_VARIABLE] = publicUrl;
  process.env[PORTAL_VARIABLES.issuer] = publicUrl;
  process.env[PORTAL_VARIABLES.clientId] = PORTAL_CLIENT;
  process.env[PORTAL_VARIABLES.scope] = PORTAL_SCOPE;
  const backup = (into: unknown) => {
    if (file === undefined) {
      throw new NoBackup(
        `the tables are in a DynamoDB of your own, at ${engine.endpoint}: back them up by its own means`,
      );
    }
    const databases = {
      [EVENTS_FILE]: (to: string) => letters.copyTo(to),
      'step-functions.sqlite': (to: string) => stepFunctions.copyTo(to),
      'registry.sqlite': fileCopy(file),
    };
    return makeBackup({ dataDir, into: String(into), databases, release: VERSION, now: clock.now });
  };
  const addresses = () => ({
    dynamodb: engine.endpoint,
    stepFunctions: stepFunctionsUrl,
    credentials: issuer.administrationUrl,
  });
  open(await openDoor(dataDir, { backup, addresses, deadLetters: () => letters.deadLetters() }));
  stepFunctions.resume();
  uncarried.begin();
  return {
    url: gateways.ownUrl,
    publicUrl,
    listening: gateways,
    stepFunctionsUrl,
    dynamodbUrl: engine.endpoint,
    tokens,
    issuer,
    isEmpty,
    migrated,
    now: clock.now,
    failed: failed.promise,
  };
}
