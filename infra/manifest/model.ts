import type { EventName } from '../../functions/events/index.ts';
import type { Contract, Endpoint } from '../../functions/shared/http/contract.ts';
import type { Workflow } from '../../functions/shared/outbox/workflows.ts';
import type { SecretName } from './secrets.ts';

/** One Lambda function. Both hosts run the `handler` of `entry`. */
export interface FunctionSpec {
  /** The handler file from the project's root; it exports `build(runtime)` and `handler`. */
  readonly entry: `functions/${string}.ts`;
  readonly timeoutSeconds: number;
  /** 1,769 MB is one full vCPU. */
  readonly memoryMb: number;
  /**
   * A step that computes for seconds on end: the embedded host runs it in a thread of its pool. Never an API function, whose
   * reads and refusals need none: what of it computes long is declared by `onThread`.
   */
  readonly computes?: true;
  /**
   * How many of it run at once at most on AWS, which keeps as many free for it. Whatever may take a minute has one, so that
   * a day of large sheets leaves the account's pool to the relay, the workflows and the API; the relay has one of its own.
   */
  readonly atOnce?: number;
  readonly access: Access;
  /** A folder, from the project's root, whose files go with its code. */
  readonly files?: `${string}/dist`;
  /** A line of its log that an operator must hear of on AWS, and what the alarm says, in Chinese. */
  readonly alarmsOn?: { readonly line: string; readonly description: string };
}

/** What a function may do; each word is a fixed list of IAM actions on one resource. */
export interface Access {
  /** `stream`: what is new, and single items to which it refers. */
  readonly registry?: 'read' | 'write' | 'stream';
  /**
   * Audit entries are only ever added: no role updates or deletes them. `consult`: add, and read the chain of one record.
   * `scan`: read them all, which no other word allows.
   */
  readonly audit?: 'append' | 'consult' | 'scan';
  /** The anchors of the audit's chains, outside the tables: list and read them, and write new ones. Nobody deletes one. */
  readonly anchors?: 'write';
  /**
   * Documents' content. `read`: look into uploads and evidence. `grant`: that, and sign the links by which clients put
   * uploads and get either. `bring`: `read`, and put uploads that came within another file. `keep`: copy uploads to the
   * evidence. `clear`: delete uploads. Nobody deletes evidence, and who writes it signs no links.
   */
  readonly documents?: 'read' | 'grant' | 'bring' | 'keep' | 'clear';
  /** Signs certificates, and tells the key by which anybody verifies them. */
  readonly certificates?: 'sign';
  /**
   * API functions of other capabilities that this one calls as a client; it finds each under `<NAME>_FUNCTION`, e.g.
   * `FILING_API_FUNCTION`.
   */
  readonly invokes?: readonly string[];
  /**
   * Sends to hosts outside that an operator allows (`functions/shared/outbound/`), with secrets of these names and no
   * others; an API function looks whether it may be sent to an address. `people`: is told of the channels that reach people.
   * `within`: the kinds of key in the registry that it touches, and no others; whatever sends has it (decision 38).
   */
  readonly outbound?: {
    readonly secrets: readonly SecretName[];
    readonly people?: true;
    readonly within?: readonly string[];
  };
  /** Hands out the portal: is told where people sign in, and which origins its page may call. No right on anything. */
  readonly portal?: true;
  /**
   * Asks the administration of the platform's own issuer (`functions/accounts/services/credentials.ts`), which the embedded
   * host is. On AWS the issuer is another's, and the word gives nothing.
   */
  readonly issuer?: 'administer';
  /** Lists the executions of every workflow, and sees what each was told and how it ended. */
  readonly executions?: 'read';
  /** The relay's rights: publish events, start workflows, answer their tasks, redrive what failed. */
  readonly relay?: true;
}

/** A function that changes records: a step, a schedule, an API of small answers. */
export const changer = (entry: FunctionSpec['entry']): FunctionSpec => ({
  entry,
  timeoutSeconds: 15,
  memoryMb: 512,
  access: { registry: 'write', audit: 'append' },
});

/** A subscriber that keeps what an event tells. */
export const keeper = (entry: FunctionSpec['entry']): FunctionSpec => ({
  entry,
  timeoutSeconds: 30,
  memoryMb: 512,
  access: { registry: 'write' },
});

/** A state machine: the functions that the Tasks of its definition name as `${FunctionName}`. */
export interface WorkflowSpec {
  readonly tasks: readonly string[];
  /**
   * Functions that no state calls any more, and the definitions of earlier releases do: executions that began by those call
   * them until they have ended. Each stays in `functions`, with a file that does what those executions expect of it.
   */
  readonly retired?: readonly string[];
}

/** Where the definition of a workflow stands, from the project's root. */
export const definitionFile = (workflow: string): string => `workflows/${workflow}/${workflow}.asl.json`;

/** Every function that executions of a workflow may call, those that began under earlier releases among them. */
export const calledBy = ({ tasks, retired = [] }: WorkflowSpec): readonly string[] => [...tasks, ...retired];

/** A function that is called with every event of a name, at least once. */
export interface SubscriptionSpec {
  readonly event: EventName;
  readonly function: string;
}

/** A function or workflow that is started by the clock. */
export interface ScheduleSpec {
  readonly name: string;
  /** Minutes between runs. */
  readonly everyMinutes: number;
  readonly function: string;
}

/** Everything one capability deploys. */
export interface CapabilityManifest {
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly api: { readonly function: string; readonly contract: Contract };
  readonly workflows?: Readonly<Partial<Record<Workflow, WorkflowSpec>>>;
  readonly subscriptions?: readonly SubscriptionSpec[];
  readonly schedules?: readonly ScheduleSpec[];
}

/** One route and the function that answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly function: string;
}

/** The routes of a capability. */
export const routesOf = ({ api }: CapabilityManifest): Route[] =>
  Object.values(api.contract).map((endpoint) => ({ endpoint, function: api.function }));
