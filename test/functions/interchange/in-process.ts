import { build as consolidationApi } from '../../../functions/consolidation/api.ts';
import { build as publishPlan } from '../../../functions/consolidation/steps/publish-plan.ts';
import { build as simplifyDeclarations } from '../../../functions/consolidation/steps/simplify-declarations.ts';
import { build as verifyPlan } from '../../../functions/consolidation/steps/verify-plan.ts';
import { build as onConsolidationParty } from '../../../functions/consolidation/subscribers/on-consolidation-party-changed.ts';
import { build as onTrade } from '../../../functions/consolidation/subscribers/on-trade-changed.ts';
import { build as filingApi } from '../../../functions/filing/api.ts';
import { build as approveFiling } from '../../../functions/filing/steps/approve-filing.ts';
import { build as rejectFiling } from '../../../functions/filing/steps/reject-filing.ts';
import { build as requestReview } from '../../../functions/filing/steps/request-review.ts';
import { build as returnFiling } from '../../../functions/filing/steps/return-filing.ts';
import { build as screenRisks } from '../../../functions/filing/steps/screen-risks.ts';
import { build as interchangeApi } from '../../../functions/interchange/api.ts';
import { build as failImport } from '../../../functions/interchange/steps/fail-import.ts';
import { build as finishImport } from '../../../functions/interchange/steps/finish-import.ts';
import { build as registerTrades } from '../../../functions/interchange/steps/register-trades.ts';
import { build as onFiledAgreement } from '../../../functions/interchange/subscribers/on-filed-agreement-changed.ts';
import { build as onFiledGoods } from '../../../functions/interchange/subscribers/on-filed-goods-changed.ts';
import { build as onFiledParty } from '../../../functions/interchange/subscribers/on-filed-party-changed.ts';
import { build as onPacked } from '../../../functions/interchange/subscribers/on-packed-consolidation-changed.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { type ApiReply, type CallApi, proxyEvent, replyOf } from '../../../functions/shared/invoke/invoke.ts';
import type { Message } from '../../../functions/shared/outbox/message.ts';
import { type Kept, wholeMessage } from '../../../functions/shared/outbox/whole.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { NotThereYet } from '../../../functions/shared/step/step.ts';
import { build as tradeApi } from '../../../functions/trade/api.ts';
import { build as onAgreement } from '../../../functions/trade/subscribers/on-agreement-changed.ts';
import { build as onConsolidation } from '../../../functions/trade/subscribers/on-consolidation-changed.ts';
import { build as onGoods } from '../../../functions/trade/subscribers/on-goods-changed.ts';
import { build as onParty } from '../../../functions/trade/subscribers/on-party-changed.ts';
import { clerk, type Reply, reviewer } from '../../kit/call.ts';
import { CONTEXT } from '../../kit/context.ts';
import { planLoadQuickly } from '../consolidation/fixtures/planning.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

type Capability = 'trade' | 'consolidation' | 'interchange';

/** The registry's own functions in one process: what one commits reaches the others before the next call. */
export interface InProcess {
  readonly callApi: CallApi;
  readonly interchange: Handler;
  /** Runs the workflow of a sheet's commit once more, as a retry or a redrive does. */
  runImport(importId: string): Promise<void>;
  /** Tells an import that its execution of that name failed. */
  failImport(importId: string, execution: string): Promise<void>;
  /** Whether the workflow of an import is run as soon as it is started. */
  isImporting: boolean;
  /** Lets what was committed reach the others. */
  deliver(): Promise<void>;
  /** Sends a request to an API function as a caller. */
  send(
    functionName: string,
    call: Omit<Parameters<CallApi>[1], 'caller'>,
    caller?: Caller,
  ): Promise<ApiReply & Pick<Reply, 'body'>>;
  /** Approves every filing that waits for its review, as the reviewer. */
  approveAll(): Promise<number>;
  /** Lets a function of the others fail before or after it has done its work. */
  fault: ((functionName: string, when: 'before' | 'after') => void) | undefined;
  /** Those whom no event reaches for now. */
  readonly deaf: Set<Capability>;
  /** Lets events reach everybody again, those that were missed first. */
  catchUp(): Promise<void>;
  /** Names of the executions of the import workflow that were started. */
  readonly executions: string[];
  /** Requests that interchange has made of others. */
  readonly calls: { functionName: string; method: string; path: string }[];
}

export function inProcess(given: Runtime): InProcess {
  const queue: Message[] = [];
  const runtime: Runtime = {
    ...given,
    table: {
      ...given.table,
      async commit(writes) {
        await given.table.commit(writes);
        for (const write of writes) {
          const item = write.item('').Put?.Item;
          if (String(item?.['sk']).startsWith('OUTBOX#'))
            queue.push(await wholeMessage(item as unknown as Kept, given.table));
        }
      },
    },
  };
  const build = (make: (runtime: Runtime) => unknown): Handler => make(runtime) as Handler;
  const apis: Record<string, Handler> = {
    FilingApi: build(filingApi),
    TradeApi: build(tradeApi),
    ConsolidationApi: build(consolidationApi),
  };
  const subscribers: Record<string, Partial<Record<Capability, Handler>>> = {
    EntityChanged: {
      trade: build(onParty),
      consolidation: build(onConsolidationParty),
      interchange: build(onFiledParty),
    },
    GoodsChanged: { trade: build(onGoods), interchange: build(onFiledGoods) },
    AgreementChanged: { trade: build(onAgreement), interchange: build(onFiledAgreement) },
    TradeChanged: { consolidation: build(onTrade) },
    ConsolidationChanged: {
      trade: build(onConsolidation),
      interchange: build((one) => onPacked(one, (...call) => callApi(...call))),
    },
  };
  /** What those have missed who have not heard. */
  const missed: (() => Promise<unknown>)[] = [];
  const run = (make: (runtime: Runtime) => unknown, input: unknown): Promise<any> => build(make)(input, CONTEXT);

  /** Executions of the filing workflow that wait for a decision, by their token. */
  const reviews = new Map<string, { filingId: string; revision: number }>();

  const hearMissed = async (): Promise<void> => {
    result.deaf.clear();
    for (let hear = missed.shift(); hear; hear = missed.shift()) await hear();
  };

  /** Executions of the import workflow, with their slices. */
  const imports = new Map<string, number[]>();
  const executions: string[] = [];

  const runImport = async (importId: string): Promise<void> => {
    for (const slice of imports.get(importId) ?? []) {
      for (let retryCount = 0; ; retryCount += 1) {
        try {
          await build((one) => registerTrades(one, faulty))({ importId, slice, retryCount }, CONTEXT);
          break;
        } catch (error) {
          // While the state's Retry waits, what is about to arrive arrives; other faults are the test's own.
          if (!(error instanceof NotThereYet)) throw error;
          await hearMissed();
        }
      }
    }
    await build((one) => finishImport(one, faulty))({ importId }, CONTEXT);
  };

  const carry: { [T in Message['type']]: (message: Extract<Message, { type: T }>) => Promise<void> } = {
    event: async ({ name, detail, version }) => {
      const envelope = { version, correlationId: 'request-1', causationId: 'request-1' };
      const told = { ...detail, envelope };
      const event = { id: 'event', time: runtime.now().toISOString(), 'detail-type': name, detail: told };
      const sent = JSON.stringify(event);
      for (const [capability, subscriber] of Object.entries(subscribers[name] ?? {})) {
        const hear = () => subscriber(JSON.parse(sent), CONTEXT);
        if (result.deaf.has(capability as Capability)) missed.push(hear);
        else await hear();
      }
    },
    start: async ({ workflow, executionName, input }) => {
      if (workflow === 'filing') {
        const filing = input as { filingId: string; revision: number };
        const { blocked } = await run(screenRisks, filing);
        const taskToken = `token-${filing.filingId}-${filing.revision}`;
        reviews.set(taskToken, filing);
        await (blocked ? run(returnFiling, filing) : run(requestReview, { ...filing, taskToken }));
      } else if (workflow === 'consolidation') {
        for (const step of [planLoadQuickly, simplifyDeclarations, verifyPlan, publishPlan]) await run(step, input);
      } else if (workflow === 'trade-import') {
        imports.set((input as { importId: string }).importId, (input as { slices: number[] }).slices);
        executions.push(executionName);
        if (result.isImporting) await runImport((input as { importId: string }).importId);
      }
    },
    redrive: async () => Promise.reject(new Error('nothing here is redriven')),
    resume: async ({ taskToken, output }) => {
      const filing = reviews.get(taskToken);
      const steps = { APPROVE: approveFiling, RETURN: returnFiling, REJECT: rejectFiling } as const;
      const step = steps[output['decision'] as keyof typeof steps];
      if (filing && step) await run(step, filing);
    },
  };

  const deliver = async (): Promise<void> => {
    for (let message = queue.shift(); message; message = queue.shift()) await carry[message.type](message as never);
  };

  const callApi: CallApi = async (functionName, call) => {
    const handler = apis[functionName];
    if (!handler) throw new Error(`no function ${functionName}`);
    const reply = replyOf(await handler(JSON.parse(JSON.stringify(proxyEvent(call))), CONTEXT));
    await deliver();
    return reply;
  };

  const faulty: CallApi = async (functionName, call) => {
    result.calls.push({ functionName, method: call.method, path: call.path });
    result.fault?.(functionName, 'before');
    const reply = await callApi(functionName, call);
    result.fault?.(functionName, 'after');
    return reply;
  };
  const result: InProcess = {
    calls: [],
    fault: undefined,
    deaf: new Set(),
    async catchUp() {
      await hearMissed();
      await deliver();
    },
    isImporting: true,
    executions,
    failImport: async (importId, execution) => {
      await run(failImport, { importId, execution, error: 'States.Timeout' });
    },
    callApi,
    deliver,
    runImport,
    interchange: build((one) => interchangeApi(one, faulty)),
    send: (functionName, call, caller = clerk()) => callApi(functionName, { ...call, caller }),
    async approveAll() {
      const list = { method: 'GET', path: '/v1/filings', query: { status: 'PENDING_REVIEW', limit: '200' } } as const;
      const { body } = await result.send('FilingApi', list);
      for (const { id, etag } of body.items) {
        const call = {
          method: 'POST',
          path: '/v1/filings/{id}/decision',
          params: { id },
          body: { decision: 'APPROVE', reasons: [] },
          headers: { 'If-Match': etag },
        } as const;
        const reply = await result.send('FilingApi', call, reviewer());
        if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
      }
      return body.items.length;
    },
  };
  return result;
}
