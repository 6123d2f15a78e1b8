import module from 'node:module';
import { join } from 'node:path';

// Checks the Node version before anything that an old one cannot even parse.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
  console.error(
    `Node ${process.versions.node} is too old: 24.7 or newer is needed. On Linux x64 "npm ci" brings Node 24; start with "npm start".`,
  );
  process.exit(1);
}
// A third of a start is reading and compiling sources; the next start finds them compiled. Not where others can write.
module.enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/compiled'));
// Set before anything loads the logger: on one machine the terminal is for the story and for what goes wrong.
process.env.POWERTOOLS_LOG_LEVEL ??= 'WARN';
await import('./main.ts');
