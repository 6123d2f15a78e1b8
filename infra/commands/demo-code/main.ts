import { demoLines, demoPeople } from '../../local/issuer/demo.ts';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';

optionsOf(
  `npm run -s demo-code

Prints how to sign in as the people of the demo data: names, pass phrases, and where one is asked the code of this half
minute. They exist only where npm start has told the sample chain.

Exits with 0. docs/sign-in.md tells the rest.
`,
  {},
);

await command(async () => void process.stdout.write(`${demoLines(demoPeople(), new Date()).join('\n')}\n`));
