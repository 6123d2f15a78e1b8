import { readFileSync } from 'node:fs';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';
import { publish, Refused, submit } from './load.ts';
import { rowsIn } from './rows.ts';

const { positionals, values } = optionsOf(
  `npm run -s load -- <list> <file> --source <document> --from <day> [--as-of <day>] [--title <text>] [--complete]
npm run -s load -- <list> --publish <version>

Loads reference data: submits the rows of a file as a version of a list and prints what it would change. Nothing is in force
before another operator publishes it, by the second line and a token of their own.

  <list>      as GET /v1/reference names it, e.g. rates
  <file>      JSON, CSV or XLSX; the first row of a sheet names the fields
  --source    the document that the rows are from
  --from      the first day in China on which they hold
  --as-of     the day on which the document was looked up; today without it
  --complete  the file has every code: what is in force and not in it ends the day before

  REGISTRY_URL     where the registry is; http://127.0.0.1:3000 without it
  OPERATOR_TOKEN   token of an operator of the city

Exits with 0, with 1 where the registry refuses, with 2 where it was not told enough. docs/reference.md tells the rest.
`,
  {
    source: { type: 'string' },
    from: { type: 'string' },
    'as-of': { type: 'string' },
    title: { type: 'string' },
    complete: { type: 'boolean' },
    publish: { type: 'string' },
  },
  true,
);

await command(async () => {
  const { REGISTRY_URL: url = 'http://127.0.0.1:3000', OPERATOR_TOKEN: token } = process.env;
  if (!token) throw new Error('set OPERATOR_TOKEN to the token of an operator; see --help');
  const registry = { url: url.replace(/\/+$/, ''), token };
  const [list, file, ...more] = positionals;
  const { source, from, publish: version } = values;
  try {
    if (list !== undefined && file === undefined && version !== undefined) {
      if (!/^[1-9]\d*$/.test(version)) throw new Error('--publish names the number of a version; see --help');
      process.stdout.write(`${await publish(registry, list, Number(version))}\n`);
      return;
    }
    if (!list || !file || more.length > 0 || version !== undefined || !source || !from) {
      throw new Error('name a list and a file, its --source and the day --from which it holds; see --help');
    }
    const told = await submit(registry, list, {
      source,
      from,
      ...(values['as-of'] !== undefined && { asOf: values['as-of'] }),
      ...(values.title !== undefined && { title: values.title }),
      complete: values.complete ?? false,
      rows: rowsIn(contentOf(file), list),
    });
    process.stdout.write(`${told.join('\n')}\n`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.exitCode = 1;
    process.stderr.write(`${error.message}\n`);
  }
});

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file of rows`, {
      cause: error,
    });
  }
}
