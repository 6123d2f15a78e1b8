import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Caller, ROLES } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { TOKEN_KEY_FILE, tokenIssuer } from '../../local/gateway/tokens.ts';
import { command } from '../command.ts';
import { dataDirOf } from '../connection.ts';
import { optionsOf } from '../options.ts';
import { asked } from './asked.ts';

const { values, positionals } = optionsOf(
  `npm run -s token -- <role> [--district <code>] [--entity <id>] [--sub <name>]

Prints a token of the host on this machine, good for 90 days. The host may be running or not: the token is signed by
the key in its data folder (DATA_DIR), which only whoever runs the host can read.

  <role>      ${ROLES.join(', ')}
  --district  six digits of the district whose centre it is for; of an operator the city's, ${CITY}
  --entity    identifier of the filed party that a merchant or an agent acts for
  --sub       whom the audit trail names; without it, role, district and party

Exits with 0, or with 2 where nobody can be given such a token. docs/counters.md tells the rest.
`,
  { district: { type: 'string' }, entity: { type: 'string' }, sub: { type: 'string' } },
  true,
);

/** `npm run -s token -- clerk --district 500111`: hands out a token where no page and no proxy can ask for one. */
await command(async () => void process.stdout.write(`${await signed(asked(positionals, values))}\n`));

async function signed(caller: Caller): Promise<string> {
  const keyFile = join(dataDirOf(process.env), TOKEN_KEY_FILE);
  if (!existsSync(keyFile)) throw new Error(`there is no key at ${keyFile}: set DATA_DIR to the data folder of a host`);
  const issuer = await tokenIssuer(keyFile);
  return issuer.issue(caller);
}
