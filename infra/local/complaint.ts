const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC']);

/** The low byte of SQLite’s code of a database that another process has locked. */
const SQLITE_BUSY = 5;

/** One clear line for what a user can mend; the whole error for what only a developer can. */
export function complaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errcode, port, path, syscall } = error as NodeJS.ErrnoException & { port?: number; errcode?: number };
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken: stop what uses it, or set PORT (HTTP) or STEP_FUNCTIONS_PORT (Step Functions) to another`;
  }
  if (code === 'ERR_SQLITE_ERROR' && (errcode ?? 0) % 256 === SQLITE_BUSY) {
    return 'another host runs on this data folder: stop it, or set DATA_DIR to another folder';
  }
  if (code !== undefined && (NOT_WRITABLE.has(code) || (code === 'ENOENT' && syscall === 'mkdir'))) {
    return `${path ?? 'the data folder'} cannot be written (${code}): set DATA_DIR to a folder that can`;
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `nothing answers at DYNAMODB_ENDPOINT (${error.message}): start DynamoDB there, or unset it`;
  }
  return error.name === 'NoEngine' || error.name === 'BadSetting' ? error.message : (error.stack ?? error.message);
}
