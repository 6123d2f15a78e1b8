import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Role } from '../functions/shared/auth/caller.ts';
import { contracts } from '../functions/system/contracts.ts';

/** What people read in Chinese says what the program does: routes that there are, to those who may call them. */

const root = new URL('../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The guides of docs/zh/, each with the role that its reader has. */
const GUIDES: Readonly<Record<string, Role>> = {
  'clerk.md': 'clerk',
  'merchant.md': 'merchant',
  'consolidator.md': 'agent',
  'operator.md': 'operator',
};

const endpoints = Object.values(contracts).flatMap((contract) => Object.values(contract));

it('has a guide for each of them, and no other', () => {
  expect(readdirSync(new URL('docs/zh', root)).toSorted()).toEqual(Object.keys(GUIDES).toSorted());
});

describe.each(Object.entries(GUIDES))('the guide %s', (file, role) => {
  const guide = text(`docs/zh/${file}`);
  const routes = [...guide.matchAll(/`(GET|POST|PUT|DELETE) (\/[^`?]*)[^`]*`/g)];

  it('names routes that there are, and that its reader may call', () => {
    expect(routes.length).toBeGreaterThan(3);
    const wrong = routes.filter(
      ([, method, path]) =>
        !endpoints.some(
          (one) => one.method === method && one.path === path && (one.roles.length === 0 || one.roles.includes(role)),
        ),
    );
    expect(wrong.map(([whole]) => whole)).toEqual([]);
  });

  it('links only to what exists', () => {
    for (const [, target = ''] of guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(existsSync(new URL(target, new URL(`docs/zh/${file}`, root))), target).toBe(true);
    }
  });
});

describe('the README in Chinese', () => {
  const [english, chinese] = [text('README.md'), text('README.zh-CN.md')];
  const headings = (of: string): string[] => [...of.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
  /** Lines of shell, without what is said beside them. */
  const commands = (of: string): string[] =>
    [...of.matchAll(/^```sh\n([^]*?)^```/gm)]
      .flatMap(([, block = '']) => block.split('\n'))
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== '');

  it('has the headings of the README, in their order, each with the English beside it', () => {
    const beside = headings(chinese).map((heading) => heading.replace(/^.*?\p{Script=Han}[^A-Za-z]*/u, ''));
    expect(beside).toEqual(headings(english));
  });

  it('has every command of its blocks, and no other', () => {
    expect(commands(chinese)).toEqual(commands(english));
  });

  it('tells of every variable and of every command in the tables', () => {
    const named = (of: string) =>
      [...of.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/`[^`]+`/g) ?? []);
    const wanted = named(english).filter((one) => /^`(npm |[A-Z_]+`)/.test(one));
    expect(wanted.length).toBeGreaterThan(25);
    expect(wanted.filter((one) => !named(chinese).includes(one))).toEqual([]);
  });
});
