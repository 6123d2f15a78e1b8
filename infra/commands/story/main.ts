import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { CORRELATION_ID } from '../../../functions/shared/http/headers.ts';
import { awsRuntime, stateMachineVariable } from '../../../functions/shared/runtime.ts';
import { executionArn as localArn } from '../../local/step-functions/arns.ts';
import { subscriptions, workflows } from '../../manifest.ts';
import { command } from '../command.ts';
import { connect, dataDirOf, isOnAws } from '../connection.ts';
import { optionsOf } from '../options.ts';
import { PATIENT } from '../patient.ts';
import { progress } from '../progress.ts';
import { localStepFunctions, stepFunctionsAt } from '../step-functions.ts';
import { storyOf, type Tables } from './story.ts';

const { positionals } = optionsOf(
  `npm run -s story -- <correlation id>

Prints what one request caused, in order, over all capabilities: changes of records, events and who was told of them,
executions with their states and errors, notices. The id stands in the answer's X-Correlation-Id, in every problem and
in every line of the log. No content and no name of a person is printed. Both tables are read whole.

A data folder            DATA_DIR; a host may be running on it
A host elsewhere         DYNAMODB_ENDPOINT=<as printed>, STEP_FUNCTIONS_PORT where it is not 8083
AWS                      REGISTRY_TABLE, AUDIT_TABLE, and of the workflows whose states are to be told
                         ${Object.keys(workflows)
                           .map((name) => stateMachineVariable(name as never))
                           .join(', ')}

Exits with 0 where something is found, with 1 where nothing that is kept was caused by it, with 2 where it cannot look.
docs/operations.md tells the rest.
`,
  {},
  true,
);

const { env } = process;

/** `npm run -s story -- 6f1f9a2c-…` */
await command(async () => {
  const [correlationId, ...others] = positionals;
  if (correlationId === undefined || others.length > 0) throw new Error('name one correlation id; see --help');
  if (!CORRELATION_ID.test(correlationId)) throw new Error('no correlation id is written so; see --help');
  await tell(correlationId);
});

async function tell(correlationId: string): Promise<void> {
  const connection = await connect(env);
  try {
    const steps = await stepFunctions();
    try {
      const line = progress();
      const read = (items: number): void => line.show(`${items} items`);
      const story = await storyOf({ ...connection, ...steps, subscriptions, progress: read }, correlationId);
      line.end();
      for (const { at, what, says } of story.happenings) process.stdout.write(`${at}  ${what.padEnd(6)}  ${says}\n`);
      for (const { workflow, name } of story.unknown) {
        process.stdout.write(`not asked: execution ${name} of ${workflow}; set ${stateMachineVariable(workflow)}\n`);
      }
      if (story.happenings.length + story.unknown.length > 0) return;
      process.stdout.write(`nothing that is kept was caused by ${correlationId}\n`);
      process.exitCode = 1;
    } finally {
      await steps.close();
    }
  } finally {
    await connection.close();
  }
}

/**
 * Step Functions beside the tables: AWS', a running host's, or what a data folder holds, in which nothing goes on meanwhile.
 */
async function stepFunctions(): Promise<Pick<Tables, 'stepFunctions' | 'executionArn'> & { close(): Promise<void> }> {
  const close = async (): Promise<void> => {};
  if (isOnAws(env)) {
    const arn = awsRuntime(env).executionArn;
    const known: Tables['executionArn'] = (workflow, name) =>
      env[stateMachineVariable(workflow)] === undefined ? undefined : arn(workflow, name);
    return { stepFunctions: new SFNClient(PATIENT), executionArn: known, close };
  }
  if (env['DYNAMODB_ENDPOINT'] !== undefined) {
    const client = stepFunctionsAt(`http://127.0.0.1:${env['STEP_FUNCTIONS_PORT'] ?? 8083}`);
    return { stepFunctions: client, executionArn: localArn, close };
  }
  const dataDir = dataDirOf(env);
  if (!existsSync(join(dataDir, 'step-functions.sqlite'))) {
    return { stepFunctions: undefined, executionArn: () => undefined, close };
  }
  const { client, close: closed } = await localStepFunctions(dataDir);
  return { stepFunctions: client, executionArn: localArn, close: closed };
}
