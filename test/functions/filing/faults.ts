import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { table } from '../../../functions/shared/table/table.ts';

/** Where and how often AWS fails: BEFORE it does what it was asked, or AFTER, so that only its answer is lost. */
export interface Fault {
  /** Ordinal of the call, from 1. */
  readonly call: number;
  readonly times: number;
  readonly when: 'BEFORE' | 'AFTER';
}

/** Counts calls and fails one of them, then the same again where it is told to. */
export class Faults {
  calls = 0;
  #failing: string | undefined;
  #left: number;
  readonly #fault: Fault | undefined;

  constructor(fault?: Fault) {
    this.#fault = fault;
    this.#left = fault?.times ?? 0;
  }

  /** How often it has still to fail. */
  get left(): number {
    return this.#left;
  }

  /** @param name the same for a repetition of the same call */
  async through<T>(name: string, action: () => Promise<T>): Promise<T> {
    this.calls += 1;
    if (this.calls === this.#fault?.call) this.#failing = name;
    if (this.#left === 0 || this.#failing !== name) return action();
    this.#left -= 1;
    if (this.#fault?.when === 'AFTER') await action();
    throw Object.assign(new Error(`${name} failed as told`), { name: 'InternalServerError' });
  }
}

/** The runtime over tables that fail as told. */
export const faultyRuntime = (runtime: Runtime, documents: DynamoDBDocumentClient, faults: Faults): Runtime => ({
  ...runtime,
  table: table(
    {
      send: (command: { constructor: { name: string }; input: unknown }) =>
        faults.through(command.constructor.name + keysIn(command.input), () => documents.send(command as never)),
    } as unknown as DynamoDBDocumentClient,
    { registry: 'registry', audit: 'audit' },
  ),
});

/** What a command is about: the keys in it, whatever else it carries; a repeated request makes other identifiers. */
const keysIn = (input: unknown): string =>
  JSON.stringify(input, (name, value: unknown) => (name === 'data' || name === 'at' ? undefined : value))
    .replaceAll(/[0-9A-HJKMNP-TV-Z]{26}/g, '')
    .match(/DST#[^"]*/g)
    ?.filter((key) => !key.includes('IDEMPOTENCY'))
    .join() ?? '';
