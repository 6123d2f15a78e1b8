import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';

/** Modules of the API's code whose constants screens show: the words of enumerations, which stand beside their schemas. */
const TOLD = ['events/', 'shared/kernel/role.ts'].map((path) =>
  fileURLToPath(new URL(`../../functions/${path}`, import.meta.url)),
);

/** Whether of a module the browser gets the plain constants only. */
export const isOfConstants = (id: string): boolean => TOLD.some((path) => id.startsWith(path));

const isPlain = (value: unknown): boolean => {
  try {
    return JSON.stringify(value) !== undefined && !(value instanceof Object && '_zod' in value);
  } catch {
    return false;
  }
};

/**
 * Gives the browser the plain constants of such a module and nothing else, as they are when the portal is built: no schema,
 * no library. Types are those of the module itself.
 */
export const toldConstants = (): Plugin => ({
  name: 'told-constants',
  enforce: 'pre',
  async load(id) {
    if (!isOfConstants(id)) return undefined;
    const { module } = await runnerImport<Record<string, unknown>>(id);
    return Object.entries(module)
      .filter(([, value]) => isPlain(value))
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
});
