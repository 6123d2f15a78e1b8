export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The media types a sheet comes in; some systems call a CSV a file of Excel, some name no type. */
export const SHEET_TYPES = [XLSX_TYPE, 'text/csv', 'application/vnd.ms-excel', 'application/octet-stream'] as const;
