import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPILED } from '../../kit/process.ts';

/** Commands of operators, by the scripts that run a `main.ts` of their own. */
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node (infra\/commands\/\S+\/main\.ts)$/.exec(script)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

describe.each(commands)('%s', (name, file) => {
  it('tells with --help what it does, by which words it is run, how it exits, and which page has the rest', () => {
    const help = execFileSync(process.execPath, [file, '--help'], {
      encoding: 'utf8',
      env: { NODE_COMPILE_CACHE: COMPILED },
    });
    expect(help).toMatch(new RegExp(`^(npm sbom .*)?npm run (-s )?${name}`));
    expect(help).toMatch(/Exits with 0/);
    const page = /((?:docs\/)?[\w-]+\.md) tells the\s+rest/.exec(help)?.[1] ?? '';
    expect(readFileSync(page, 'utf8')).toMatch(new RegExp(`npm run (-s )?${name}`));
  });
});
