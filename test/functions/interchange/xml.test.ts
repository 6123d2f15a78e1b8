import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Element } from '../../../functions/interchange/domain/gzsw/element.ts';
import { parseXml } from '../../../functions/interchange/services/xml.ts';
import { processorSeconds } from '../../kit/processor-time.ts';

const textOf = (content: string): string => {
  const root = parseXml(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><a><b>${content}</b></a>`));
  return root.children[0]?.text ?? '';
};

describe('the text of an element', () => {
  it.each([
    ['<![CDATA[A & B 钉]]>', 'A & B 钉'],
    ['<![CDATA[5&6]]>', '5&6'],
    ['<![CDATA[AT&T;]]>', 'AT&T;'],
    ['<![CDATA[&amp;]]>', '&amp;'],
    ['<![CDATA[a < b > c]]>', 'a < b > c'],
    ['<![CDATA[<!DOCTYPE x>]]>', '<!DOCTYPE x>'],
    ['<![CDATA[<x>]]>', '<x>'],
    ['<![CDATA[]]>', ''],
    ['钢 &amp; <![CDATA[铁 & 铝]]> 钉', '钢 & 铁 & 铝 钉'],
    ['<![CDATA[a]]]]><![CDATA[>b]]>', 'a]]>b'],
    ['<![CDATA[a]]><![CDATA[b]]>', 'ab'],
    ['a<!-- & -->b', 'ab'],
    ['&#38;&#x26;&lt;&gt;&quot;&apos;', '&&<>"\''],
    ['&amp;amp;', '&amp;'],
    [' <![CDATA[ a ]]> ', 'a'],
  ])('%s is %s', (content, text) => {
    expect(textOf(content)).toBe(text);
  });

  it.each(['A & B', '&nbsp;', '<![CDATA[a', '<![CDATA[a]]', '&#7;', '<!DOCTYPE x><![CDATA[a]]>', '<![CDATA[\u0007]]>'])(
    'is refused: %s',
    (content) => {
      expect(() => textOf(content)).toThrow(/报文信息有误/);
    },
  );

  it('is the same whether it is written in CDATA or with references, or in any mixture', () => {
    const piece = fc.stringMatching(/^[A-Za-z0-9&<>;"'钉钢#! -]{0,12}$/);
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 5 }), (pieces) => {
        const written = pieces.map(([text, inCdata]) => (inCdata ? `<![CDATA[${text}]]>` : escaped(text))).join('');
        expect(textOf(written)).toBe(
          pieces
            .map(([text]) => text)
            .join('')
            .trim(),
        );
      }),
    );
  });

  it('is of 4,000 characters at most', () => {
    expect(textOf('字'.repeat(4000))).toHaveLength(4000);
    expect(() => textOf('字'.repeat(4001))).toThrow('长 4001 字，一个元素至多 4000 字');
  });

  it('is read in time that grows with its length', async () => {
    const sections = (count: number) => '<![CDATA[]]>'.repeat(count);
    const { seconds } = await processorSeconds(() => {
      expect(textOf(`${sections(19_000)}x`)).toBe('x');
      expect(() => textOf(sections(70_000))).toThrow('元素超过 20000 个');
    });
    expect(seconds).toBeLessThan(5);
  });
});

it('names elements without the prefix of their namespace', () => {
  const names = ({ name, children }: Element): unknown[] => [name, ...children.map(names)];
  const text = '<ns2:SubjectInfo xmlns:ns2="urn:x"><ns2:Head><MessageId>1</MessageId></ns2:Head></ns2:SubjectInfo>';
  expect(names(parseXml(Buffer.from(text)))).toEqual(['SubjectInfo', ['Head', ['MessageId']]]);
});
