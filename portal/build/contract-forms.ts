import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';
import { z } from 'zod';
import { formOf, type JsonSchema } from './form-of.ts';

const PREFIX = 'virtual:form/';

/**
 * Serves `virtual:form/<capability>/<operation>`: the form of a request's body, read from the contract while building. No
 * schema and no rule goes to the browser.
 */
export const contractForms = (): Plugin => ({
  name: 'contract-forms',
  resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
  async load(id) {
    if (!id.startsWith(`\0${PREFIX}`)) return undefined;
    const [capability = '', operation = ''] = id.slice(PREFIX.length + 1).split('/');
    const file = fileURLToPath(new URL(`../../functions/${capability}/contract/index.ts`, import.meta.url));
    const { module } = await runnerImport<Record<string, Record<string, { body?: z.ZodType }>>>(file);
    const schema = module[`${capability}Api`]?.[operation]?.body;
    if (!schema) this.error(`${capability} has no operation ${operation} with a body`);
    const form = formOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, operation);
    return `export default ${JSON.stringify(form)};`;
  },
});
