const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** Errors whose message is all that a user needs to see. */
const TOLD_WHOLE = new Set([
  'NoEngine',
  'EngineEnded',
  'EngineFailed',
  'NoDataFolder',
  'BadSetting',
  'BrokenFile',
  'ExecutionsStranded',
  'OpenSecret',
  'OfLaterRelease',
]);

/** SQLite's result codes (sqlite.org/rescode.html); an extended one has them in its last byte. */
const [BUSY, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE] = [5, 8, 10, 11, 13, 14, 26];
const NO_ACCESS = new Set([READ_ONLY, IO_ERROR, CANNOT_OPEN]);

type SystemError = NodeJS.ErrnoException & { port?: number; address?: string; errcode?: number };

/** Which setting leads to a port. */
function variableOf(port: number | undefined): string {
  const { PORT = '3000', DEV_PORT, STEP_FUNCTIONS_PORT = '8083' } = process.env;
  const told = Object.entries({ PORT, DEV_PORT, STEP_FUNCTIONS_PORT }).filter(([, value]) => Number(value) === port);
  return told.map(([variable]) => variable).join(' or ') || 'PORT';
}

/** One clear line for what a user can mend; the whole error for what only a developer can. */
export function complaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address, path, syscall, errcode } = error as SystemError;
  const sqlite = code === 'ERR_SQLITE_ERROR' ? (errcode ?? 0) & 0xff : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || sqlite === FULL) {
    return `the disk is full (${error.message}): make room in the data folder's disk and start again; what was committed is kept`;
  }
  if (sqlite === CORRUPT || sqlite === NOT_A_DATABASE) {
    return `a file of the data folder is broken (${error.message}): put back a copy of the whole folder, or set DATA_DIR to another`;
  }
  if (sqlite !== undefined && NO_ACCESS.has(sqlite)) {
    return `a file of the data folder cannot be written (${error.message}): give this user the right to, or set DATA_DIR to another folder`;
  }
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken: stop what uses it, or set ${variableOf(port)} to another`;
  }
  if (code === 'EADDRNOTAVAIL') return `${address} is no address of this machine: set HOST to one that is`;
  if (code === 'EACCES' && syscall === 'listen') {
    return `this user may not listen on port ${port}: set PORT to one from 1024 on, or have a reverse proxy lead there`;
  }
  if (sqlite === BUSY) {
    return 'another host runs on this data folder: stop it, or set DATA_DIR to another folder';
  }
  if (code !== undefined && (NOT_WRITABLE.has(code) || (code === 'ENOENT' && syscall === 'mkdir'))) {
    return `${path ?? 'the data folder'} cannot be written (${code}): set DATA_DIR to a folder that can`;
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `nothing answers at DYNAMODB_ENDPOINT (${error.message}): start DynamoDB there, or unset it`;
  }
  return TOLD_WHOLE.has(error.name) ? error.message : (error.stack ?? error.message);
}
