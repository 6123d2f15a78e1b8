// The suites stand in one file of tests because that is what shares a process: each file would load the CDK anew and
// synthesise the registry anew, which takes longer than all that is asked of the templates.
// oxlint-disable import/no-unassigned-import
import { vi } from 'vitest';
import './suites/api.ts';
import './suites/app.ts';
import './suites/data.ts';
import './suites/drift.ts';
import './suites/environments.ts';
import './suites/events.ts';
import './suites/functions.ts';
import './suites/nag.ts';
import './suites/releases.ts';
import './suites/stacks.ts';
import './suites/workflows.ts';

/** A copy of a workflow, in a registry of twice the size, has the definition of its original. */
vi.mock(import('../../../infra/manifest/model.ts'), async (original) => {
  const model = await original();
  return { ...model, definitionFile: (workflow: string) => model.definitionFile(workflow.replace(/-\d+$/, '')) };
});
