import { useId, useRef, useState } from 'react';
import { call } from '../api/call.ts';
import { sentenceOf } from '../api/problem.ts';
import { useRead } from '../api/read.ts';
import type { FieldProps } from './context.ts';
import { idOf } from './findings.ts';
import { Messages } from './messages.tsx';
import { useLateChange } from './use-late-change.ts';
import { fieldOf, itemsOf, textOf } from './value.ts';

/** Papers of a filing: a picture or PDF each, of a named type, from a camera, a folder or the document camera's folder. */
export function DocumentsField({ node, pointer, value, onChange }: FieldProps) {
  const items = itemsOf(value);
  const types = useDocumentTypes();
  const [type, setType] = useState('');
  const [busy, setBusy] = useState('');
  const [failed, setFailed] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const changeLate = useLateChange({ value, onChange });
  const typeId = useId();
  const nameOf = (code: string): string => types.find((one) => one.type === code)?.name ?? code;
  const add = async (files: readonly File[]): Promise<void> => {
    setFailed('');
    for (const file of files) {
      setBusy(file.name);
      try {
        const documentId = await upload(file, type);
        changeLate((now) => [...itemsOf(now), { type, documentId, name: file.name }]);
      } catch (error) {
        setFailed(`${file.name}：${sentenceOf(error)}`);
      }
    }
    setBusy('');
  };
  return (
    <fieldset className="section" id={idOf(pointer)}>
      <legend>{node.title}</legend>
      <div className="stack wide">
        {items.length > 0 && (
          <ul className="stack">
            {items.map((item, index) => (
              <li key={textOf(fieldOf(item, 'documentId'))} className="row">
                <span className="tag plain">{nameOf(textOf(fieldOf(item, 'type')))}</span>
                {textOf(fieldOf(item, 'name'))}
                <button
                  type="button"
                  className="button text"
                  onClick={() => onChange(items.filter((_, at) => at !== index))}
                >
                  删除
                </button>
                <Messages pointer={`${pointer}/${index}/documentId`} />
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          <label htmlFor={typeId}>附件类型</label>
          <select id={typeId} className="input" value={type} onChange={({ target }) => setType(target.value)}>
            <option value="">请选择</option>
            {types.map((one) => (
              <option key={one.type} value={one.type}>
                {one.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={type === '' || busy !== ''}
            onClick={() => input.current?.click()}
          >
            {busy === '' ? '选择文件或拍照' : `正在上传 ${busy}`}
          </button>
          <input
            ref={input}
            type="file"
            hidden
            multiple
            accept="image/jpeg,image/png,application/pdf"
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              target.value = '';
              void add(files);
            }}
          />
        </div>
        {failed !== '' && (
          <p className="field" role="alert">
            <span className="error">{failed}</span>
          </p>
        )}
        <Messages pointer={pointer} />
      </div>
    </fieldset>
  );
}

interface DocumentType {
  readonly type: string;
  readonly name: string;
}

/** The types of papers that are in force today. */
export function useDocumentTypes(): readonly DocumentType[] {
  const read = useRead('GET /v1/reference/{list}', { path: { list: 'document-types' } });
  const [parameters] = read.data?.body.items ?? [];
  return (parameters as { types?: readonly DocumentType[] } | undefined)?.types ?? [];
}

/** Registers a file and puts it where the API says. @returns its id @throws ApiProblem, Unreachable */
export async function upload(file: File, type: string): Promise<string> {
  const bytes = await file.arrayBuffer();
  const sha256 = await sha256Of(bytes);
  const { body } = await call(
    'POST /v1/documents',
    { body: { type, contentType: file.type, size: file.size, sha256, fileName: file.name } },
    { key: `${type}-${sha256}` },
  );
  if (body.upload) await putFile(body.upload, bytes);
  return body.documentId;
}

/** Puts a file where a link leads. */
export async function putFile(
  { url, headers }: { readonly url: string; readonly headers: Record<string, string> },
  bytes: ArrayBuffer,
): Promise<void> {
  const put = await fetch(url, { method: 'PUT', headers, body: bytes });
  if (!put.ok) throw new Error(`upload answered ${put.status}`);
}

/** In hexadecimal. */
export const sha256Of = async (bytes: ArrayBuffer): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', bytes));

const hex = (digest: ArrayBuffer): string =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
