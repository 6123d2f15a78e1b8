import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badParameter, Problem, problemBody, ruleViolation } from '../../../functions/shared/http/problem.ts';
import {
  at,
  danger,
  factOf,
  notYet,
  saidOf,
  says,
  unplaced,
  warning,
  worded,
} from '../../../functions/shared/kernel/finding.ts';

const text = fc.string({ minLength: 1, maxLength: 20 });

describe('a message in its parts', () => {
  it('is whole for whoever shows it, and gives each part back', () => {
    fc.assert(
      fc.property(text, text, text, (place, fact, remedy) => {
        const found = danger('CODE', '/lines/0', at(place, says(fact, remedy)));
        expect(found).toMatchObject({ message: `${place}${fact}；${remedy}`, place, remedy });
        expect(unplaced(found)).toBe(`${fact}；${remedy}`);
        expect(factOf(found)).toBe(place + fact);
      }),
    );
  });

  it('of one piece has no parts', () => {
    const found = danger('CODE', '', '单价为空；请填写单价', '公告');
    expect(found).toEqual({
      code: 'CODE',
      severity: 'DANGER',
      pointer: '',
      message: '单价为空；请填写单价',
      legalBasis: '公告',
    });
    expect([factOf(found), unplaced(found)]).toEqual([found.message, found.message]);
  });
});

describe('a message said again', () => {
  const parts = fc.record({
    place: fc.option(text, { nil: undefined }),
    fact: text,
    remedy: fc.option(text, { nil: undefined }),
  });

  it('of one has its parts, of several only their text', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, passes) => {
        const found = all.map(({ place, fact, remedy }) => {
          const said = {
            fact,
            ...(remedy === undefined ? {} : { remedy }),
            ...(passes ? { transient: true as const } : {}),
          };
          return danger('CODE', '', place === undefined ? said : at(place, said));
        });
        const again = worded(saidOf(...found));
        expect(again.message).toBe(found.map(({ message }) => message).join('；'));
        const { code: _code, severity: _severity, pointer: _pointer, ...first } = found[0]!;
        if (all.length === 1) expect(again).toEqual(first);
        else expect(again.remedy).toBeUndefined();
      }),
    );
  });
});

describe('a problem', () => {
  const awaited = danger('NOT_FILED', '/buyerId', notYet('未备案或刚备案尚未生效', '请稍后重试'));
  const lasting = danger('WRONG', '/quantity', '数量为 0');

  it.each([
    ['nothing stands against it but what may be there in seconds', [awaited, awaited], true],
    ['something else stands against it', [awaited, lasting], undefined],
    ['a warning is to be accepted', [awaited, warning('HIGH', '', '单价偏高')], undefined],
    ['what else stands against it is cut off', [...Array<typeof awaited>(600).fill(awaited), lasting], undefined],
  ])('tells whether the same request may be taken in seconds: %s', (_case, findings, transient) => {
    expect(problemBody(ruleViolation(findings), '/v1/trades', 'c').transient).toBe(transient);
  });

  it('of a query shows the remedy of its one finding, and of several only their text', () => {
    const cursor = danger('FORMAT', '/cursor', says('下一页的位置无效', '请用上一页给出的位置'));
    const limit = danger('TOO_BIG', '/limit', says('limit 太大', '请改小'));
    const shown = (...findings: (typeof cursor)[]) => problemBody(badParameter(findings), '/', 'c');
    expect(shown(cursor)).toMatchObject({ detail: cursor.message, remedy: '请用上一页给出的位置' });
    expect(shown(cursor, limit)).toMatchObject({ detail: `${cursor.message}；${limit.message}` });
    expect(shown(cursor, limit)).not.toHaveProperty('remedy');
  });

  it.each([
    [new Problem('CONFLICT', says('正在办理', '请稍后重试')), { remedy: '请稍后重试', transient: true }],
    [new Problem('WRONG_STATE', notYet('正在初审', '请稍后再办理')), { remedy: '请稍后再办理', transient: true }],
    [new Problem('WRONG_STATE', '已经撤回'), { detail: '已经撤回' }],
  ])('%s shows its parts', (problem, parts) => {
    const { detail, remedy, transient } = problemBody(problem, '/', 'c');
    expect({ detail, remedy, transient }).toEqual({
      detail: problem.message,
      remedy: undefined,
      transient: undefined,
      ...parts,
    });
  });
});
