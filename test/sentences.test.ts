import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Sentence, sentencesOf } from './kit/sentences.ts';

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

describe('a Chinese text', () => {
  const chinese = globSync('functions/**/*.ts').flatMap(sentencesOf);

  /** What has no other name in Chinese: of files, of the wire, of trade, and codes that are shown as examples. */
  const NAMED = new Set(
    [
      'CSV GBK HTML IP JSON KB MB NUL PDF QR SHA SQS Unicode UTF UUID XLSX XML CDATA Excel WPS csv xlsx https true false',
      'ZIP RAR jpg',
      'application/json text/csv text/html /openapi.json docs/operations.md --threads &amp &lt',
      'Authorization Content-Type ETag Expect Idempotency-Key If-Match Prefer',
      'CSC HS IMO MSC SOLAS USD VGM VI Circ KS Gini ZZ',
      'ARE CHN HKG MAC TWN CSQU KGS BD MM CM mm YYYYMMDD RMB US',
    ].flatMap((line) => line.split(' ')),
  );

  /** What a sender writes under these names in its own messages: GZSW of the single window. */
  const OF_MESSAGES = new Set(
    (
      'CLIENTAGE GOODS PACK TRAD GZSW SubjectInfo Head Declaration MessageId MessageType Sender Receiver opType ' +
      'cAmount customCorp goodsId identCode price quantity totalPrice'
    ).split(' '),
  );

  /** Patterns that are looked for in what people wrote, and the name of the contract, which is in both languages. */
  const NO_SENTENCES = new Set([
    'functions/shared/sheet-import/closing.ts',
    'functions/shared/kernel/stall.ts',
    'functions/system/openapi.ts',
  ]);

  const wordsOf = (text: string): string[] =>
    text.replaceAll(/<[^>]*>/g, '').match(/[-/&.]*[A-Za-z][A-Za-z./-]+/g) ?? [];
  const foreign = ({ file, text }: Sentence): string[] =>
    wordsOf(text)
      .map((word) => word.replaceAll(/^[.]+|^\/(?=Circ)|[-./]+$/g, ''))
      .filter((word) => !NAMED.has(word) && !(file.includes('gzsw') && OF_MESSAGES.has(word)));

  it('is found in a template, with what is put in bare', () => {
    expect(chinese.find(({ text }) => text.startsWith('截关时间'))).toMatchObject({ bare: [] });
    expect(chinese.length).toBeGreaterThan(2000);
  });

  it('has no English word but those that have no other name', () => {
    const found = chinese
      .filter(({ file, text }) => !NO_SENTENCES.has(file) && !/@page|\.signatures/.test(text))
      .flatMap((one) => foreign(one).map((word) => `${one.file}:${one.line} ${word}`));
    expect(found).toEqual([]);
  });

  /** Where the value is Chinese already, or is what the sender wrote and is quoted. */
  const CHINESE_ALREADY = new Set([
    'functions/trade/domain/rules/parties.ts',
    'functions/filing/domain/rules/goods/controls.ts',
  ]);

  it('puts in no role, state or kind by its code, and no time of UTC', () => {
    const found = chinese
      .filter(({ file }) => !CHINESE_ALREADY.has(file))
      .flatMap(({ file, line, bare }) =>
        bare
          .filter((name) => /^at$|[a-z](?:At|Status|Role|Kind|Mode)$|^(?:status|role|kind|mode|severity)$/.test(name))
          .map((name) => `${file}:${line} ${name}`),
      );
    expect(found).toEqual([]);
  });
});

describe('what to do about it', () => {
  /** A remedy within a text, as it stands in the sources; `says` sets it apart and puts the semicolon there itself. */
  const UNDIVIDED = '；请';

  /** Texts that are no findings, problems or receipts: they have one field of their record or answer for all they say. */
  const ONE_TEXT: Readonly<Record<string, string>> = {
    'functions/consolidation/contract/suggestion-json.ts': 'the reason for which a trade is left out of suggestions',
    'functions/consolidation/domain/consolidation.ts': 'the failure that a consolidation keeps and its events tell',
    'functions/filing/domain/bulk/row.ts': 'a fault of a sheet, which has a row and a column and one text',
    'functions/filing/domain/filing.ts': 'a reason of a decision, as the applicant is notified of it',
    'functions/filing/operations/bulk.ts': 'the failure that a batch shows',
    'functions/filing/steps/lapse-filing.ts': 'a reason of a decision',
    'functions/filing/steps/lapse-return.ts': 'a reason of a decision',
    'functions/interchange/domain/sheet/in-unit.ts': 'a fault of a sheet',
    'functions/interchange/domain/sheet/judge.ts': 'a fault of a sheet',
    'functions/interchange/domain/sheet/row.ts': 'a fault of a sheet',
    'functions/interchange/operations/imports.ts': 'the failure that an import shows',
    'functions/interchange/steps/finish-import.ts': 'a fault of a sheet',
    'functions/notices/domain/news.ts': 'a notice',
    'functions/packing/load/plan.ts': 'the reason for which a carton is in no container, kept with the plan',
    'functions/shared/kernel/contradiction.ts': 'a fault of a sheet',
  };

  it('stands apart from what is wrong', () => {
    const undivided = globSync('functions/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes(UNDIVIDED));
    expect(undivided.toSorted()).toEqual(Object.keys(ONE_TEXT));
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
