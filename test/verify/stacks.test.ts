import { vi } from 'vitest';
import { describeLimits } from '../infra/aws/limits.ts';

/** A copy of a workflow, in a registry of twice the size, has the definition of its original. */
vi.mock(import('../../infra/manifest/model.ts'), async (original) => {
  const model = await original();
  return { ...model, definitionFile: (workflow: string) => model.definitionFile(workflow.replace(/-\d+$/, '')) };
});

// Three times the routes need more path segments than API Gateway lets an API have before its quota is raised.
describeLimits(3, 600);
