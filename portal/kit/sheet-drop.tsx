import { type DragEvent, useRef, useState } from 'react';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const CSV = 'text/csv';

/** Takes a sheet that is dropped or chosen. */
export function SheetDrop({
  title,
  hint,
  isBusy,
  onSheet,
}: {
  readonly title: string;
  readonly hint: string;
  readonly isBusy: boolean;
  readonly onSheet: (sheet: File) => void;
}) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file && !isBusy) onSheet(typed(file));
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={over}
      onDragEnter={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <div className="stack">
        <div>
          <button type="button" className="button primary" disabled={isBusy} onClick={() => input.current?.click()}>
            {isBusy ? '正在上传并检查…' : title}
          </button>
        </div>
        <p className="quiet" role="status">
          {isBusy ? '大的清单要几十秒，请不要离开本页。' : hint}
        </p>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv"
        onChange={({ target }) => {
          take(target.files);
          // The same file may be chosen again once it was put right.
          target.value = '';
        }}
      />
    </div>
  );
}

/** What a browser says of a sheet depends on the programs of its machine; the ending does not. */
const typed = (file: File): File => {
  const ending = file.name.toLowerCase().slice(file.name.lastIndexOf('.') + 1);
  const type = ending === 'xlsx' ? XLSX : ending === 'csv' ? CSV : file.type;
  return new File([file], file.name, { type, lastModified: file.lastModified });
};
