import { useRead } from '../api/read.ts';

/** The file of a voucher, opened beside the page. */
export function VoucherFile({ id }: { readonly id: string }) {
  const file = useRead('GET /v1/documents/{id}', { path: { id } });
  const told = file.data?.body;
  if (!told) return <span className="quiet">{file.isError ? '未能读取附件' : '…'}</span>;
  return told.download ? (
    <a href={told.download.url} target="_blank" rel="noreferrer">
      {told.fileName}
    </a>
  ) : (
    <span>{told.fileName}</span>
  );
}
