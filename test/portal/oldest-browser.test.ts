import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GIVEN } from '../../portal/oldest-browser.ts';

/** TypeScript's own lists of what each year's standard, and the DOM, has. */
const LIBRARIES = join(
  dirname(
    fileURLToPath(import.meta.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`)),
  ),
  'lib',
);

const METHOD = /^\s+(\w+)\??(?:<.*?>)?\(/gm;

const methodsOf = (pattern: string): Set<string> =>
  new Set(
    globSync(pattern, { cwd: LIBRARIES }).flatMap((file) =>
      [...readFileSync(join(LIBRARIES, file), 'utf8').matchAll(METHOD)].map(([, name = '']) => name),
    ),
  );

/** Of the standards since, what Chromium 109 has already. */
const EARLY = ['findLast', 'findLastIndex'];

/** What libraries call only where it is there: a locale's direction (React Aria), a typed array's Base64 (oauth4webapi). */
const ASKED_FOR = ['getTextInfo', 'fromBase64', 'toBase64'];

/** Methods of the same name that are others': of `CSS`, of React, of three.js. */
const OTHERS = ['escape', 'use', 'toArray', 'dispose', 'union'];

describe('the oldest browser', () => {
  it('is given every method of the built page that is younger than it', () => {
    const old = methodsOf('lib.{es5,dom,dom.*,es201*,es2020*,es2021*,es2022*}.d.ts');
    const young = methodsOf('lib.{es2023,es2024,es2025,esnext}.*.d.ts').difference(
      new Set([...old, ...EARLY, ...ASKED_FOR, ...OTHERS]),
    );
    expect(young).toContain('toSpliced');
    const built = globSync('portal/dist/assets/*.js').map((file) => readFileSync(file, 'utf8'));
    expect(built.length).toBeGreaterThan(50);
    const used = new Set(built.flatMap((text) => [...text.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name)));
    const given = GIVEN.map(({ name }) => name);
    expect([...young].filter((name) => used.has(name)).toSorted()).toEqual(given.toSorted());
  });

  it.each(GIVEN)('is given $name as the standard has it', async ({ owner, name, method }) => {
    const native: unknown = Reflect.get(owner, name);
    expect(native).toBeTypeOf('function');
    const told = async (one: unknown): Promise<unknown> => {
      const call = one as (...args: unknown[]) => unknown;
      if (owner === Array.prototype) {
        const compare = (a: number, b: number) => b - a;
        return [call.call([3, 1, 10]), call.call([3, 1, 10], compare), call.call([])];
      }
      if (owner === Map) return call.call(Map, [1, 2, 3], (item: number, at: number) => (item + at) % 3);
      const { promise, resolve, reject } = call.call(Promise) as PromiseWithResolvers<number>;
      resolve(7);
      reject(new Error('too late'));
      return promise;
    };
    expect(await told(method)).toEqual(await told(native));
  });
});
