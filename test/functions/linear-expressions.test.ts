import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { expect, it } from 'vitest';

/**
 * Every regular expression of the source, on texts that would keep it busy if its time grew with the square of their length:
 * what it can begin with, again and again, and nothing that lets it end.
 */
const LENGTH = 24_000;
/** Linear ones take a fraction of a millisecond; a square of 24,000 is hundreds of millions of steps. */
const MOST_MILLISECONDS = 100;

const FILES = globSync('{functions,infra/local}/**/*.ts');

interface Found {
  readonly file: string;
  readonly expression: RegExp;
}

function expressionsIn(file: string): Found[] {
  const found: Found[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, pattern, flags } = node as Record<string, unknown>;
    if (type === 'RegExpLiteral') found.push({ file, expression: new RegExp(String(pattern), String(flags)) });
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'esnext' }).body);
  return found;
}

const GENERAL = ['0', '1', 'a', 'A', ' ', '.', ',', '-', '"', '&', '<', '字', '\n', '_'];

/** Nearly nothing goes on with the one; the other is what lists here are separated by. */
const ENDINGS = ['\u0001', '；'];

/** Characters and short runs of the expression itself, each repeated behind each possible beginning. */
function texts({ source }: RegExp): string[] {
  const own = [...new Set(source.replaceAll(/[\\^$|?*+(){}[\]]/g, ''))];
  const runs = (source.match(/[\p{L}\p{N}<&；：_/.,=-]{2,}/gu) ?? []).slice(0, 6);
  const pumps = [...new Set([...GENERAL, ...own.slice(0, 12), ...runs])];
  const starts = ['', '.', '1.', '；', '汉', ...runs.slice(0, 1)];
  return pumps.flatMap((pump) => {
    const middle = pump.repeat(Math.ceil(LENGTH / pump.length));
    return starts.flatMap((start) => ENDINGS.map((ending) => `${start}${middle}${ending}`));
  });
}

function milliseconds({ source, flags }: RegExp, text: string): number {
  const expression = new RegExp(source, flags);
  const started = performance.now();
  text.replace(expression, '');
  return performance.now() - started;
}

/** The shortest of three, so that what disturbs the machine does not count. */
const slow = (expression: RegExp, text: string): boolean =>
  [1, 2, 3].every(() => milliseconds(expression, text) > MOST_MILLISECONDS);

it('knows a slow expression when it sees one', () => {
  for (const one of [/(\.\d*?)0+$/, /；[^；]*Accept-Warnings[^；]*$/, /\s+$/]) {
    expect(
      texts(one).some((text) => slow(one, text)),
      String(one),
    ).toBe(true);
  }
});

it('every expression takes time that grows no faster than its text', () => {
  const all = FILES.flatMap(expressionsIn);
  expect(all.length).toBeGreaterThan(100);
  const found = all.filter(({ expression }) => texts(expression).some((text) => slow(expression, text)));
  expect(found.map(({ file, expression }) => `${file}: ${expression}`)).toEqual([]);
}, 60_000);
