import { demoLines, demoPeople } from '../../local/issuer/demo.ts';
import { isStoryTold } from '../../local/story/marker.ts';
import { command } from '../command.ts';
import { dataDirOf } from '../connection.ts';
import { optionsOf } from '../options.ts';

optionsOf(
  `npm run -s demo-code

Prints how to sign in as the people of the demo data: names, pass phrases, and where one is asked the code of this half
minute. They exist only where npm start has told the sample chain, of which the data folder (DATA_DIR, .data if it is not set) has a
mark.

Exits with 0, or with 2 where the chain was never told. docs/sign-in.md tells the rest.
`,
  {},
);

await command(async () => {
  const dataDir = dataDirOf(process.env);
  if (!isStoryTold(dataDir)) throw new Error(`there are no people of the demo data in ${dataDir}: set DATA_DIR`);
  process.stdout.write(`${demoLines(demoPeople(), new Date()).join('\n')}\n`);
});
