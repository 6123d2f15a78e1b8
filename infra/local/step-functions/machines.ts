import { invalidArn, machineOfArn } from './arns.ts';
import { loadMachine } from './asl/load.ts';
import type { Machine } from './asl/schema.ts';
import { ServiceError } from './errors.ts';
import type { DefinitionRow, Store } from './store.ts';

/** The state machines of the host, and every older definition that an execution began with. */
export class Machines {
  readonly #store: Store;
  readonly #services: boolean;
  /** The current definition of each machine, by name. */
  readonly #current = new Map<string, number>();
  readonly #compiled = new Map<number, Machine>();

  /**
   * @param services whether Tasks may call services beside functions and executions
   * @throws InvalidDefinition
   */
  constructor(store: Store, definitions: Readonly<Record<string, object>>, services: boolean, now: Date) {
    this.#store = store;
    this.#services = services;
    for (const [name, definition] of Object.entries(definitions)) {
      const machine = loadMachine(name, definition, services);
      const id = store.defineMachine(name, JSON.stringify(definition), now.getTime());
      this.#current.set(name, id);
      this.#compiled.set(id, machine);
    }
  }

  names = (): string[] => [...this.#current.keys()].sort();

  /**
   * The current definition of the machine, whatever the partition, region and account of its ARN.
   *
   * @throws ServiceError
   */
  current(arn: string): DefinitionRow {
    const name = machineOfArn(arn);
    if (name === undefined) throw invalidArn(arn);
    const id = this.#current.get(name);
    if (id !== undefined) return this.definition(id);
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  definition(id: number): DefinitionRow {
    const row = this.#store.definition(id);
    if (row) return row;
    throw new Error(`there is no definition ${id}`);
  }

  compiled(id: number): Machine {
    const known = this.#compiled.get(id);
    if (known) return known;
    const { machine: name, text } = this.definition(id);
    const machine = loadMachine(name, JSON.parse(text), this.#services);
    this.#compiled.set(id, machine);
    return machine;
  }
}
