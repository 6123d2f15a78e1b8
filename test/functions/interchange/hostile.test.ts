import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_BYTES } from '../../../functions/interchange/services/xml.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, submit } from './messages.ts';

const registry = useRegistry();
let host: InProcess;
beforeAll(() => {
  host = inProcess(registry.runtime);
});

const xml = message('02-BUYER');
const withBody = (body: string): string => xml.replace(/<BuyerList>[\s\S]*<\/BuyerList>/, body);

const items = async (): Promise<number> =>
  (await registry.documents.send(new ScanCommand({ TableName: 'registry', Select: 'COUNT' }))).Count ?? 0;

const hostile: Record<string, string | Buffer> = {
  nothing: '',
  blanks: ' \n ',
  text: '报文',
  JSON: '{"result":1}',
  binary: Buffer.from([0, 1, 2, 255]),
  'GBK bytes': Buffer.concat([
    Buffer.from('<?xml version="1.0"?><SubjectInfo>'),
    Buffer.from([0xb1, 0xa8, 0xb9, 0xd8]),
    Buffer.from('</SubjectInfo>'),
  ]),
  'a declaration of GBK': xml.replace('utf-8', 'GBK'),
  'a declaration of UTF-16': xml.replace('utf-8', 'UTF-16'),
  'UTF-16': Buffer.from(`\uFEFF${xml}`, 'utf16le'),
  'a NUL': xml.replace('DUBAI', 'DU\u0000BAI'),
  'an unescaped &': xml.replace('&amp;', '&'),
  'an unknown entity': xml.replace('&amp;', '&nbsp;'),
  'a reference to no character': xml.replace('&amp;', '&#1114112;'),
  'a reference to a control character': xml.replace('&amp;', '&#7;'),
  'a document type': xml.replace('<SubjectInfo>', '<!DOCTYPE SubjectInfo><SubjectInfo>'),
  'an external entity': xml
    .replace('<SubjectInfo>', '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><SubjectInfo>')
    .replace('F7712345', '&file;'),
  'an entity that expands': xml.replace(
    '<SubjectInfo>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><SubjectInfo>',
  ),
  'an unclosed element': xml.replace('</Buyer>', ''),
  'two roots': `${xml.trim()}<SubjectInfo></SubjectInfo>`,
  'another root': xml.replaceAll('SubjectInfo', 'Invoice'),
  'deep nesting': withBody('<a>'.repeat(500) + '</a>'.repeat(500)),
  'many elements': withBody(`<BuyerList>${'<a/>'.repeat(25_000)}</BuyerList>`),
  'a reserved name': withBody('<BuyerList><Buyer><__proto__>x</__proto__></Buyer></BuyerList>'),
  'a field twice': xml.replace('<finvest1>138</finvest1>', '<finvest1>138</finvest1><finvest1>502</finvest1>'),
  'two heads': xml.replace('<Declaration>', '<Head></Head><Declaration>'),
  'no head': xml.replace(/<Head>[\s\S]*<\/Head>/, ''),
  'no body': withBody(''),
  'an empty list': withBody('<BuyerList></BuyerList>'),
  'too long a list': withBody(`<BuyerList>${'<Buyer><corpCode>A1234</corpCode></Buyer>'.repeat(101)}</BuyerList>`),
  'an unknown type': xml.replaceAll('BUYER', 'BYERS'),
  'a type of Object': xml.replaceAll('BUYER', 'constructor'),
  'a body of another type': withBody('<ManufacturerList></ManufacturerList>'),
  'a MessageId of another type': xml.replace('<MessageId>BUYER', '<MessageId>TRAD'),
  'another organisation in the body': xml.replace(
    /<createOrg>.*<\/createOrg>/,
    '<createOrg>92500111MA7XQW1K9P</createOrg>',
  ),
  'another receiver': xml.replace('GZSW', 'YIWU'),
  'an operation it does not know': xml.replace('<opType>A', '<opType>D'),
  'a MessageId with a line break': xml.replace('<MessageId>BUYER_', '<MessageId>BUYER_\n'),
};

describe('a hostile or malformed message', () => {
  it.each(Object.entries(hostile))(
    'with %s is answered in Chinese with 400 and leaves no trace',
    async (_what, sent) => {
      const before = await items();
      const { status, body } = await submit(host, sent);
      expect(status, JSON.stringify(body)).toBe(400);
      expect(body).toMatchObject({ code: 'MALFORMED_FILE' });
      expect(body.detail).toMatch(/^报文信息有误：.*[\u4e00-\u9fff]/);
      expect(await items()).toBe(before);
      expect(host.calls).toEqual([]);
    },
  );

  it('over the size limit is answered 413, of another media type 415', async () => {
    expect((await submit(host, xml.replace('DUBAI', 'D'.repeat(MAX_BYTES)))).status).toBe(413);
    expect((await submit(host, xml, { type: 'application/json' })).status).toBe(415);
    expect((await submit(host, xml, { type: 'text/xml; charset=utf-8' })).status).not.toBe(415);
  });

  it('with any change of its bytes is never answered 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '01-COMP-merchant-1',
          '04-GOODS-merchant-1',
          '05-TRAD-1',
          '06-COMB-1',
          '07-PACK',
          '12-CLIENTAGE',
        ),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.constantFrom('<', '>', '&', '"', '/', '\u0000', '9', 'é', '<a>', '</Head>', '&#0;'),
            fc.nat(20),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (name, changes) => {
          let text = message(name);
          for (const [at, inserted, removed] of changes) {
            const start = at % text.length;
            text = text.slice(0, start) + inserted + text.slice(start + removed);
          }
          const { status, body } = await submit(host, text);
          expect(status, JSON.stringify(body)).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a message that says nothing of what is needed', () => {
  it('is refused with every sentence at once', async () => {
    const empty = message('01-COMP-merchant-2')
      .replace(/<corpCname>.*<\/corpCname>/, '<corpCname></corpCname>')
      .replace(/<cellphoneNo>.*<\/cellphoneNo>/, '<cellphoneNo>abc</cellphoneNo>')
      .replace(/<caddress>.*<\/caddress>/, '<caddress>重庆市</caddress>');
    const { body } = await submit(host, empty);
    expect(body, JSON.stringify(body)).toMatchObject({ result: 0 });
    const text = body.errorMessage.join('\n');
    expect(text).toContain('名称');
    expect(text).toContain('联系电话');
    expect(text).toContain('摊位');
  });

  it('names the character that is not in the list', async () => {
    const { body } = await submit(host, message('01-COMP-broker').replace('<characters>5,4<', '<characters>5,7,<'));
    expect(body.errorMessage).toEqual(['角色“7”不在代码表内，可为 1、2、4、5、9']);
  });
});
