import type { z } from 'zod';
import { type Machine, machineSchema, type Sequence, type State } from './schema.ts';

/** Raised for a definition that the embedded host cannot run as AWS would. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  /** One line per fault: state, field, reason. */
  readonly faults: readonly string[];

  constructor(machine: string, faults: readonly string[]) {
    super(`state machine ${machine} is refused:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Compiles a definition. Nothing is ignored: a field, type or target that is not known is refused.
 *
 * @param name the state machine's name
 * @param services whether Tasks may call services beside functions and executions
 * @throws InvalidDefinition
 */
export function loadMachine(name: string, definition: unknown, services: boolean): Machine {
  const parsed = machineSchema.safeParse(definition);
  if (!parsed.success) throw new InvalidDefinition(name, parsed.error.issues.flatMap(describe));
  const faults = [
    ...repeatedNames(parsed.data),
    ...structuralFaults(parsed.data, new Set()),
    ...(services ? [] : serviceTasks(parsed.data)),
  ];
  if (faults.length > 0) throw new InvalidDefinition(name, faults);
  return parsed.data;
}

/** Every state of the definition, those of branches and processors included. */
function allStates(sequence: Sequence): [string, State][] {
  const own = Object.entries(sequence.States);
  return [...own, ...own.flatMap(([, state]) => inner(state).flatMap(allStates))];
}

function inner(state: State): readonly Sequence[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor] : [];
}

const JSONPATH_FIELD = /^(InputPath|OutputPath|ResultPath|ResultSelector|Parameters|Result|Iterator|Variable|\w+Path)$/;

function describe(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [`${place(issue.path)}: ${issue.message}`];
  return issue.keys.map((key) => {
    const why = JSONPATH_FIELD.test(key) ? 'belongs to JSONPath; only JSONata is run' : 'is no field of this place';
    return `${place([...issue.path, key])}: ${why}`;
  });
}

/** `state X, field Y` of a path such as `States/X/Branches/0/States/Y/Retry`. */
function place(path: readonly PropertyKey[]): string {
  const at = path.lastIndexOf('States');
  if (at < 0 || at + 1 >= path.length) return `field ${path.join('/') || '(top level)'}`;
  const field = path.slice(at + 2).join('/');
  return `state ${String(path[at + 1])}${field && `, field ${field}`}`;
}

function repeatedNames(machine: Machine): string[] {
  const names = allStates(machine).map(([name]) => name);
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `state ${name}: the name is used more than once in the state machine`);
}

const serviceTasks = (machine: Machine): string[] =>
  allStates(machine)
    .filter(([, state]) => state.Type === 'Task' && state.Resource.kind === 'service')
    .map(([name]) => `state ${name}, field Resource: this host calls no services`);

/** Targets that do not exist, states that nothing leads to, no state that ends, inner assignments to outer variables. */
function structuralFaults(sequence: Sequence, outer: ReadonlySet<string>): string[] {
  const { StartAt, States } = sequence;
  const faults: string[] = [];
  if (!Object.hasOwn(States, StartAt)) faults.push(`field StartAt: there is no state ${StartAt}`);
  if (!Object.values(States).some(ends))
    faults.push(`state ${StartAt}: no state that follows it ends (MISSING_END_STATE)`);
  const reached = new Set([StartAt]);
  for (const name of reached) {
    const state = States[name];
    for (const target of state ? targets(state) : []) reached.add(target);
  }
  for (const [name, state] of Object.entries(States)) {
    if (!reached.has(name)) faults.push(`state ${name}: no state leads to it`);
    for (const target of targets(state)) {
      if (!Object.hasOwn(States, target)) faults.push(`state ${name}, field Next: there is no state ${target}`);
    }
    for (const variable of assigned(state)) {
      if (outer.has(variable)) faults.push(`state ${name}, field Assign: ${variable} is a variable of the outer scope`);
    }
    const around = Object.values(States).flatMap((other) =>
      other === state ? assignedAround(state) : assigned(other),
    );
    const scope = new Set([...outer, ...around]);
    faults.push(...inner(state).flatMap((branch) => structuralFaults(branch, scope)));
  }
  return faults;
}

const ends = (state: State): boolean =>
  state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);

/** The names of the states that may follow. */
function targets(state: State): string[] {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  if (state.Type === 'Choice') {
    return [...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default])];
  }
  return 'Catch' in state ? [...next, ...state.Catch.map((catcher) => catcher.Next)] : next;
}

/** The variables that a state may assign. */
function assigned(state: State): readonly string[] {
  const caught = 'Catch' in state ? state.Catch.flatMap((catcher) => catcher.Assign?.names ?? []) : [];
  const chosen = state.Type === 'Choice' ? state.Choices.flatMap((rule) => rule.Assign?.names ?? []) : [];
  return [...assignedAround(state), ...caught, ...chosen];
}

/** Those that are there for what the state contains; a variable of its catchers is not, while its branches run. */
const assignedAround = (state: State): readonly string[] => ('Assign' in state && state.Assign?.names) || [];
