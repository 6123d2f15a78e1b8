/** A day as it is typed or pasted, e.g. `20261231`, `2026/12/31` or `2026年12月31日`, as the API takes it. */
export function dayOf(typed: string): string {
  const plain = typed.normalize('NFKC').trim();
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain);
  if (!parts) return typed;
  const [, year, month = '', day = ''] = parts;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
