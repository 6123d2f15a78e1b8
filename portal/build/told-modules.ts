import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What of the API's code runs in a browser: names (which import nothing), check digits, amounts, the marks on
 * cartons, moves of cartons, and the verifier of loads with what it rests on. All else that screens import of it are types.
 */
const RUN: readonly RegExp[] = [
  /^functions\/shared\/kernel\/role\.ts$/,
  /^functions\/.*[-/]names\.ts$/,
  /^functions\/consolidation\/domain\/(trade-key|carton-ref|moves)\.ts$/,
  /^functions\/shared\/kernel\/(container-number|carton-mark|comparison|decimal|finding|marks|money|text)\.ts$/,
  /^functions\/packing\/verify\//,
  /^functions\/packing\/load\/(figures|order|precedence|layout)\.ts$/,
];

/** Holds the build to that, and three.js to the one folder that draws with it. */
export const toldModules = (): Plugin => ({
  name: 'told-modules',
  resolveId(source, importer = '') {
    const isThree = source === 'three' || source.startsWith('three/');
    if (isThree && !/portal\/consolidation\/scene\/|node_modules\//.test(importer)) {
      this.error(`${importer} imports ${source}: only portal/consolidation/scene/ draws in space`);
    }
  },
  moduleParsed({ id }) {
    const [path = ''] = id.replace(ROOT, '').split('?');
    if (!path.startsWith('functions/') || RUN.some((run) => run.test(path))) return;
    this.error(`${path} would run in the browser; import its types only, or list it in portal/build/told-modules.ts`);
  },
});
