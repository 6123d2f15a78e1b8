import { useState } from 'react';
import { call } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { ComboField } from '../forms/combo-field.tsx';
import { type FieldComponent, useForm } from '../forms/context.ts';
import { upload } from '../forms/documents-field.tsx';
import { idOf } from '../forms/findings.ts';
import { Messages } from '../forms/messages.tsx';
import { partyField } from '../forms/party-field.tsx';
import { ReferenceField } from '../forms/reference-field.tsx';
import { useLateChange } from '../forms/use-late-change.ts';
import { fieldOf, textOf } from '../forms/value.ts';
import { labelOf } from './lines.ts';
import { useGoodsOf } from './use-goods.ts';

/** Fields of trades that need more than their node. */

/** A code of a list that the contract does not name. */
export const listField =
  (list: string): FieldComponent =>
  (props) =>
    props.node.kind === 'text' ? <ReferenceField {...props} node={props.node} list={list} /> : null;

const KnownBuyer = partyField('buyer');

type Found = AnswerTo<'GET /v1/directory'>['items'][number];

/** A buyer: one of earlier trades by name, another by the whole number of its certificate or the code that it shows. */
export const BuyerField: FieldComponent = (props) => {
  const [found, setFound] = useState<Found>();
  const changeLate = useLateChange(props);
  const id = textOf(props.value);
  return (
    <div className="stack">
      {found && found.id === id ? (
        <div className="field">
          <span className="label">
            {props.node.title}
            <span className="must" aria-hidden>
              *
            </span>
          </span>
          <span id={idOf(props.pointer)}>
            {found.name} <span className="quiet">{found.filingNumber}</span>{' '}
            <button
              type="button"
              className="button text"
              onClick={() => {
                setFound(undefined);
                props.onChange(undefined);
              }}
            >
              换一个
            </button>
          </span>
          <Messages pointer={props.pointer} />
        </div>
      ) : (
        <>
          <KnownBuyer {...props} />
          <FindBuyer
            onFound={(one) => {
              setFound(one);
              changeLate(() => one.id);
            }}
          />
        </>
      )}
    </div>
  );
};

/** Looks up a buyer of whom the caller knows no trade. What was typed is sent once, and kept nowhere. */
function FindBuyer({ onFound }: { readonly onFound: (found: Found) => void }) {
  const [text, setText] = useState('');
  const [says, setSays] = useState('');
  const [isBusy, setBusy] = useState(false);
  const find = async (by: 'certificateNumber' | 'code'): Promise<void> => {
    setBusy(true);
    setSays('');
    try {
      const { body } = await call('GET /v1/directory', { query: { kind: 'buyer', [by]: text.trim() } });
      const [found] = body.items;
      if (found) onFound(found);
      else setSays('没有找到有效的采购商；请核对号码，或请对方到服务中心备案。');
    } catch (error) {
      setSays(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details>
      <summary>初次交易的采购商</summary>
      <div className="row">
        <input
          className="input"
          aria-label="采购商代码或证件号码"
          placeholder="采购商代码或证件号码"
          autoComplete="off"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={isBusy || text.trim() === ''}
          onClick={() => void find('code')}
        >
          按代码查
        </button>
        <button
          type="button"
          className="button"
          disabled={isBusy || text.trim() === ''}
          onClick={() => void find('certificateNumber')}
        >
          按证件查
        </button>
      </div>
      <p role="status" className="warning">
        {says}
      </p>
    </details>
  );
}

/** Goods of the merchant that the form names. */
export const GoodsField: FieldComponent = ({ node, pointer, isRequired, value, onChange }) => {
  const { goods } = useGoodsOf(textOf(fieldOf(useForm().whole, 'merchantId')));
  return (
    <ComboField
      title={node.title}
      pointer={pointer}
      isRequired={isRequired}
      options={goods.map((one) => ({ value: one.id, label: labelOf(one) }))}
      value={textOf(value)}
      onChange={(id) => onChange(id === '' ? undefined : id)}
    />
  );
};

/** The file of a voucher; its hash is the API's to reckon. */
export const VoucherFileField: FieldComponent = ({ node, pointer, value, onChange }) => {
  const [says, setSays] = useState('');
  const [name, setName] = useState('');
  const changeLate = useLateChange({ value, onChange });
  const id = textOf(value);
  const put = async (file: File): Promise<void> => {
    setSays('正在上传…');
    try {
      const documentId = await upload(file, 'TRADE_VOUCHER');
      changeLate(() => documentId);
      setName(file.name);
      setSays('');
    } catch (error) {
      setSays(sentenceOf(error));
    }
  };
  return (
    <div className="field">
      <label htmlFor={idOf(pointer)}>{node.title}</label>
      {id === '' ? (
        <input
          id={idOf(pointer)}
          className="input"
          type="file"
          accept="image/jpeg,image/png,application/pdf"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void put(file);
          }}
        />
      ) : (
        <span>
          {name === '' ? '已上传' : name}{' '}
          <button type="button" className="button text" onClick={() => onChange(undefined)}>
            删除
          </button>
        </span>
      )}
      {says !== '' && (
        <span role="status" className="warning">
          {says}
        </span>
      )}
      <Messages pointer={pointer} />
    </div>
  );
};
