import { Link } from 'wouter';
import type { ItemOf } from '../api/contracts.ts';
import { pageOfRecord } from '../kit/records.ts';
import { Time } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/executions'>;

/** The record that something is about, with the way to it where it has a page. */
export function RecordCell({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return undefined;
  const page = pageOfRecord(id);
  return page === undefined ? <span className="small">{id}</span> : <Link href={page}>{id}</Link>;
}

/** An error in words, and its name, by which the log is searched. */
export const FaultCell = ({ fault }: { readonly fault: Row['error'] }) => (
  <>
    {fault.words} <span className="quiet small">{fault.name}</span>
  </>
);

/** When something was last redriven, and by whom. */
export const RedriveCell = ({ last }: { readonly last: Row['lastRedrive'] }) =>
  last && (
    <>
      <Time at={last.at} /> <span className="quiet small">{last.by}</span>
    </>
  );
