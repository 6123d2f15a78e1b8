import { z } from 'zod';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import type { WorkflowSpec } from '../../infra/manifest/model.ts';

const Target = z.looseObject({ Next: z.string() });

/** What tests look at of a state. */
const State = z.looseObject({
  Next: z.string().optional(),
  Default: z.string().optional(),
  TimeoutSeconds: z.union([z.number(), z.string()]).optional(),
  Choices: z.array(Target).optional(),
  Catch: z.array(Target).optional(),
});

/** The states of a workflow's definition, by their names. */
export const statesOf = (workflows: Readonly<Record<string, WorkflowSpec>>, name: string) =>
  z.looseObject({ States: z.record(z.string(), State) }).parse(loadDefinitions(workflows)[name]).States;
