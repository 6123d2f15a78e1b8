import { contract } from '../../shared/http/contract.ts';
import { accountsApi as accounts } from './accounts.ts';
import { meApi } from './me.ts';

export const accountsApi = contract({ ...meApi, ...accounts });

export type AccountsApi = typeof accountsApi;
