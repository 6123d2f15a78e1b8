import { contract } from '../../shared/http/contract.ts';
import { exportsApi } from './exports.ts';
import { gzswApi } from './gzsw.ts';
import { importsApi } from './imports.ts';

export { interchangeQueues } from './queues.ts';

export const interchangeApi = contract({ ...gzswApi, ...importsApi, ...exportsApi });
