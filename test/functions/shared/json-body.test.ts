import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_BYTES, MAX_MEMBERS, parsed, parsedJson } from '../../../functions/shared/http/body.ts';
import { Problem } from '../../../functions/shared/http/problem.ts';
import { countsIn, repeatedNameIn } from '../../../functions/shared/kernel/json-text.ts';
import { namesOf } from '../../../functions/shared/kernel/plain-json.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { HOSTILE_BODIES } from '../../kit/hostile.ts';

const { body: TradeBody, maxBytes } = tradeApi.registerTrade;

const read = (text: string, most?: number): unknown => parsedJson(Buffer.from(text), most);

/** The problem that a text is refused with. */
function refused(action: () => unknown): Problem {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('a JSON body that was made to take long', () => {
  it.each(Object.keys(HOSTILE_BODIES))('is refused within 100 ms of the processor: %s', (name) => {
    const bytes = Buffer.from(HOSTILE_BODIES[name]?.() ?? '');
    const times = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      refused(() => parsed(TradeBody, parsedJson(bytes, maxBytes), 'RULE_VIOLATION'));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    // Others of this process compute too: the shortest is its own.
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('of more bytes or values than may be says how many it has, and how many may be', () => {
    const long = refused(() => read(JSON.stringify('a'.repeat(JSON_BYTES))));
    expect([long.code, long.status]).toEqual(['TOO_LARGE', 413]);
    expect(long.message).toContain(`${JSON_BYTES + 2} 字节，此项至多 ${JSON_BYTES} 字节`);
    const many = refused(() => read(JSON.stringify(Array.from({ length: MAX_MEMBERS + 1 }, () => 0))));
    expect(many.message).toContain(`至多 ${MAX_MEMBERS} 个`);
    expect(read(JSON.stringify(Array.from({ length: MAX_MEMBERS }, () => 0)))).toHaveLength(MAX_MEMBERS);
  });

  it('takes commas and brackets within a text for what they are', () => {
    const text = ',[{:"\\'.repeat(20_000);
    expect(read(JSON.stringify({ text }))).toEqual({ text });
  });
});

describe('a name that stands twice in one object', () => {
  it.each([
    ['at the top', '{"amount":"900.00","amount":"100.00"}', '/amount'],
    ['with another between', '{"a":1,"b":2,"a":3}', '/a'],
    ['within a list', '{"lines":[{},{"quantity":100,"quantity":5}]}', '/lines/1/quantity'],
    ['escaped otherwise', '{"amount":"900.00","a\\u006dount":"100.00"}', '/amount'],
    ['escaped both times', '{"\\u0061":1,"\\u0061":2}', '/a'],
    ['with the same value', '{"a":1,"a":1}', '/a'],
    ['that is empty', '{"":1,"":2}', '/'],
    ['that a pointer escapes', '{"a/b~":1,"a/b~":2}', '/a~1b~0'],
    ['that is every object’s prototype', '{"__proto__":{},"__proto__":{}}', '/__proto__'],
    ['before an object of its own', '{"a":{"b":1},"a":{"b":2}}', '/a'],
    ['in an object whose value is lost', '{"a":{"b":1,"b":2},"a":1}', '/a/b'],
    ['behind a mark of byte order', '\uFEFF{"a":1,"a":2}', '/a'],
  ])('is refused by name: %s', (_where, text, pointer) => {
    const problem = refused(() => read(text));
    expect([problem.code, problem.status]).toEqual(['MALFORMED_JSON', 400]);
    expect(problem.findings).toMatchObject([{ code: 'REPEATED_NAME', pointer }]);
    expect(problem.message).toContain(`“${pointer}”在同一对象中写了不止一次`);
  });

  it.each(['{"a":{"a":{"a":1}}}', '[{"a":1},{"a":2}]', '{"a":"a\\":\\"a","b":["a","a"]}', '{"__proto__":1,"a":2}'])(
    'is not what stands in several: %s',
    (text) => {
      expect(read(text)).toEqual(JSON.parse(text));
    },
  );

  it('is found in exactly the texts that have one, wherever it is put', () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(value, fc.string({ unit: 'grapheme' }), fc.constantFrom(undefined, 2, '\t'), (inner, name, space) => {
        const text = JSON.stringify({ inner }, null, space);
        expect(repeatedNameIn(text)).toBeUndefined();
        expect(countsIn(Buffer.from(text)).names).toBe(namesOf(JSON.parse(text)));
        const twice = `{${JSON.stringify(name)}:${JSON.stringify(inner)},${JSON.stringify(name)}:0}`;
        expect(countsIn(Buffer.from(twice)).names).toBeGreaterThan(namesOf(JSON.parse(twice)));
        expect(repeatedNameIn(twice)).toBeDefined();
      }),
    );
  });
});
