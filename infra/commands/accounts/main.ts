import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { type Credentials, credentialsAt } from '../../../functions/accounts/services/credentials.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { doorOf } from '../../local/door.ts';
import { command } from '../command.ts';
import { addressesAt, connect, dataDirOf, isOnAws } from '../connection.ts';
import { optionsOf } from '../options.ts';
import { confirmSecond, foundOperator, restoreOperator } from './founder.ts';

const { values } = optionsOf(
  `npm run -s accounts [-- --name <name>] [--sub <subject>] | --again <sub> | --confirm <sub>

Makes the first operator of the city, where there is none, and prints the one-time code with which they sign in. On this
machine the host must be running (DATA_DIR); on AWS the environment names the tables, as for npm run -s audit.

  --name     of the person; 管理员 without it
  --sub      the person as another issuer's tokens name them; no code is made then
  --again    a new code for the operator of this account, who lost everything
  --confirm  confirms the second operator, whom the first has proposed: there is nobody else yet

Exits with 0, or with 2 where there is an operator already, or nothing was done. docs/accounts.md tells the rest.
`,
  { name: { type: 'string' }, sub: { type: 'string' }, again: { type: 'string' }, confirm: { type: 'string' } },
);

await command(async () => {
  const connection = await connect(process.env);
  try {
    const founding = {
      table: table(connection.client, connection.names),
      credentials: await administration(process.env),
      now: new Date(),
      newUlid: () => ulid(),
    };
    const { name = '管理员', sub, again, confirm } = values;
    const { sub: account, code } =
      again !== undefined
        ? await restoreOperator(founding, again)
        : confirm !== undefined
          ? await confirmSecond(founding, confirm)
          : await foundOperator(founding, { name, sub });
    const lines = [
      `account   ${account}`,
      ...(code ? [`name      ${code.loginName}`, `code      ${code.code}`, `good till ${code.expiresAt}`] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await connection.close();
  }
});

/** The administration of the issuer that the host on this machine runs; undefined where there is none. */
async function administration(env: NodeJS.ProcessEnv): Promise<Credentials | undefined> {
  if (isOnAws(env)) return undefined;
  const ask = await doorOf(dataDirOf(env));
  if (!ask) throw new Error(`no host runs on ${dataDirOf(env)}: start it, then repeat this`);
  const { credentials: url } = await addressesAt(ask);
  if (url === undefined) return undefined;
  return credentialsAt(url, async () => readFileSync(join(dataDirOf(env), 'secrets', 'credentialsKey'), 'utf8').trim());
}
