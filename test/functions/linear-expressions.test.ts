import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { expect, it } from 'vitest';

/**
 * Every regular expression of the source, on texts that would keep it busy if its time grew with the square of their length:
 * what it can begin with, again and again, and nothing that lets it end.
 */
const LENGTH = 60_000;
/** Linear ones take a fraction of a millisecond; a square of 60,000 is billions of steps. */
const MAX_MILLISECONDS = 20;

const FILES = globSync('{functions,infra/local}/**/*.ts');

function expressionsIn(file: string): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, pattern, flags } = node as Record<string, unknown>;
    if (type === 'RegExpLiteral') found.push(new RegExp(String(pattern), String(flags)));
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'esnext' }).body);
  return found;
}

const GENERAL = ['0', '1', 'a', 'A', ' ', '.', ',', '-', '"', '&', '<', '字', '\n', '_'];

/** Nearly nothing goes on with the one; the other is what lists here are separated by. */
const ENDINGS = ['\u0001', '；'];

const STARTS = ['', '.', '1.', '；', '汉'];

/** What is put to every expression, made once: to join a text takes longer than most expressions do with it. */
const ALWAYS = GENERAL.flatMap((pump) => pumped(pump, STARTS, LENGTH));

function pumped(pump: string, starts: readonly string[], length: number): string[] {
  const middle = pump.repeat(Math.ceil(length / pump.length));
  return starts.flatMap((start) => ENDINGS.map((ending) => `${start}${middle}${ending}`));
}

/** Characters and short runs of the expression itself, each repeated behind each possible beginning. */
function texts({ source }: RegExp, length = LENGTH): string[] {
  const own = [...new Set(source.replaceAll(/[\\^$|?*+(){}[\]]/g, ''))];
  const runs = (source.match(/[\p{L}\p{N}<&；：_/.,=-]{2,}/gu) ?? []).slice(0, 6);
  const [first] = runs;
  const starts = first === undefined ? STARTS : [...STARTS, first];
  const pumps = new Set([...own.slice(0, 12), ...runs]).difference(new Set(GENERAL));
  return [
    ...(length === LENGTH ? ALWAYS : GENERAL.flatMap((pump) => pumped(pump, STARTS, length))),
    ...(first === undefined ? [] : GENERAL.flatMap((pump) => pumped(pump, [first], length))),
    ...[...pumps].flatMap((pump) => pumped(pump, starts, length)),
  ];
}

/** Of the processor: what else the machine does takes no part. */
function milliseconds({ source, flags }: RegExp, text: string): number {
  const expression = new RegExp(source, flags);
  const { user, system } = process.threadCpuUsage();
  text.replace(expression, '');
  const spent = process.threadCpuUsage({ user, system });
  return (spent.user + spent.system) / 1000;
}

/** The shortest of three, so that compiling the expression and clearing memory do not count. */
const slow = (expression: RegExp, text: string): boolean =>
  [1, 2, 3].every(() => milliseconds(expression, text) > MAX_MILLISECONDS);

it.each([
  [/(\.\d*?)0+$/, 12_000],
  [/\s+$/, 12_000],
  [/；[^；]*Accept-Warnings[^；]*$/, LENGTH],
])('knows a slow expression when it sees one: %s', (expression, length) => {
  expect(texts(expression, length).some((text) => slow(expression, text))).toBe(true);
});

it('every expression takes time that grows no faster than its text', () => {
  const all = FILES.flatMap((file) => expressionsIn(file).map((expression) => ({ file, expression })));
  expect(all.length).toBeGreaterThan(100);
  // The same in several files is tried once.
  const alike = [...Map.groupBy(all, ({ expression }) => String(expression)).values()];
  const found = alike.filter(([one]) => one && texts(one.expression).some((text) => slow(one.expression, text)));
  expect(found.flat().map(({ file, expression }) => `${file}: ${expression}`)).toEqual([]);
});
