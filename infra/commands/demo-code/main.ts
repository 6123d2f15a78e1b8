import { demoLines, demoPeople } from '../../local/issuer/demo.ts';
import { command } from '../command.ts';

/** `npm run -s demo-code`: how to sign in as the people of the demo data, with the codes of this half minute. */
await command(async () => void process.stdout.write(`${demoLines(demoPeople(), new Date()).join('\n')}\n`));
