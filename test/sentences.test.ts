import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What a text for people is called here. */
const TEXT = String.raw`\b(?:message|detail|remedy|sentences?|errorMessage)\b`;
const TAKEN_APART = `match|matchAll|search|replace|replaceAll|split|startsWith|endsWith|includes|indexOf|lastIndexOf|slice|substring`;

/** A text for people is taken apart, or looked through for words. */
const READS_A_SENTENCE = new RegExp(
  String.raw`${TEXT}[)\]?!]*\s*\.(?:${TAKEN_APART})\(|\.(?:test|exec)\(\s*[\w.?!]*${TEXT}\s*[),]`,
);

/** Those that may, and why. */
const MAY: Readonly<Record<string, string>> = {
  'functions/shared/kernel/finding.ts': 'composes a message of its parts, and gives them back',
  'functions/filing/domain/disclosure.ts':
    "hides the numbers of others' filings, whatever a finding says; decides nothing",
};

const sources = globSync(['functions/**/*.ts', 'infra/**/*.ts', 'test/bench/**/*.ts', 'test/kit/**/*.ts']);

describe('a text for people', () => {
  it.each([
    'if (/几秒|稍后/.test(error.message)) return',
    "message.replace(/；[^；]*$/, '')",
    "error.message\n    .split('；')",
    'outcome.refused?.detail?.includes(word)',
    'const [, row] = /第 (\\d+) 行/.exec(found.message) ?? []',
  ])('is found to be read in %j', (source) => {
    expect(source.match(READS_A_SENTENCE)).not.toBeNull();
  });

  it('is read by nothing that runs', () => {
    const readers = sources.filter((file) => READS_A_SENTENCE.test(readFileSync(file, 'utf8')));
    expect(readers.filter((file) => !(file in MAY))).toEqual([]);
    expect(sources.length).toBeGreaterThan(500);
  });
});

describe('time', () => {
  /** A function sleeps for nobody's work; decision 0021 says what these wait for. */
  const TIMERS = new Set(['functions/shared/http/api.ts', 'functions/shared/threads/pool.ts']);

  it('is waited out by no function but for a conflict of the table and a thread of its own', () => {
    const waiting = globSync('functions/**/*.ts').filter((file) =>
      /\bset(?:Timeout|Interval)\(|['"](?:node:)?timers(?:\/promises)?['"]|Atomics\.wait\(/.test(
        readFileSync(file, 'utf8'),
      ),
    );
    expect(new Set(waiting)).toEqual(TIMERS);
  });
});
