import { execFileSync } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';
import { type Tried, triedTable, verifiedPage, whyNotKept } from './table.ts';

/** Prints a table of what a run of the second tier tried, and keeps it where the run was whole and every test passed. */
export default class VerifyReporter implements Reporter {
  #began = 0;

  onTestRunStart(): void {
    this.#began = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const tried = modules.flatMap(groupsOf).toSorted((a, b) => a.file.localeCompare(b.file));
    process.stdout.write(`\n${triedTable(tried)}\n`);
    const why = whyNotKept({
      files: globSync('test/verify/**/*.test.ts'),
      ran: modules.map(({ moduleId }) => relative(process.cwd(), moduleId)),
      environment: process.env,
      isGreen: reason === 'passed' && errors.length === 0 && modules.every(everyTestPassed),
    });
    if (why !== undefined) {
      process.stdout.write(`docs/verified.md stays as it is: ${why}\n`);
      return;
    }
    const changes = git('status', '--porcelain', '--untracked-files=no').split('\n');
    const page = verifiedPage(tried, {
      commit: git('rev-parse', 'HEAD'),
      isModified: changes.some((line) => line !== '' && !line.endsWith('docs/verified.md')),
      at: new Date().toISOString(),
      seconds: (performance.now() - this.#began) / 1000,
    });
    writeFileSync('docs/verified.md', page);
  }
}

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

const everyTestPassed = (module: TestModule): boolean =>
  [...module.children.allTests()].every((test) => test.result().state === 'passed');

/** What stands at the top of a file: its groups, and tests that are in none. */
const groupsOf = (module: TestModule): Tried[] =>
  [...module.children].map((child: TestSuite | TestCase) => {
    const tests = child.type === 'test' ? [child] : [...child.children.allTests()];
    return {
      file: relative(process.cwd(), module.moduleId),
      group: child.type === 'test' ? '' : child.name,
      tests: tests.map(({ name }) => name),
      milliseconds: tests.reduce((sum, test) => sum + (test.diagnostic()?.duration ?? 0), 0),
    };
  });
