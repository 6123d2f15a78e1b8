import { type Caller, isCityWide } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Role } from '../../shared/kernel/role.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Batch } from '../domain/bulk/batch.ts';

/** Who may do what with a sheet: what is filed goes before a reviewer, what is taken over past two people. */

const FILERS: ReadonlySet<Role> = new Set(['clerk', 'agent']);
const TAKERS: ReadonlySet<Role> = new Set(['clerk', 'centreHead', 'operator']);
const APPROVERS: ReadonlySet<Role> = new Set(['centreHead', 'operator']);

/** The centre's staff see its batches, an agent its own, and the city what it has a say in: what is taken over. */
export const maySeeBatch = (caller: Caller, { districtId, purpose, uploadedBy }: Batch): boolean =>
  (isCityWide(caller) ? purpose === 'TAKE_OVER' : caller.districtId === districtId) &&
  (caller.role !== 'agent' || caller.sub === uploadedBy.sub);

/**
 * The district for which a sheet is uploaded: the caller's own; an operator, who is of the city, names it.
 *
 * @throws Problem FORBIDDEN, or BAD_PARAMETER where an operator names none
 */
export function districtOfUpload(
  { role, districtId }: Caller,
  purpose: Batch['purpose'],
  named: DistrictId | undefined,
  { tenants }: Lists,
): DistrictId {
  if (purpose !== 'TAKE_OVER') {
    if (!FILERS.has(role)) throw new Problem('FORBIDDEN', '批量备案由窗口人员或代理方上传');
    return districtId;
  }
  if (!TAKERS.has(role)) throw new Problem('FORBIDDEN', '接收原备案由窗口人员、中心负责人或市级管理员上传');
  if (role !== 'operator') return districtId;
  if (named !== undefined && tenants.has(named)) return named;
  throw new Problem('BAD_PARAMETER', says('没有写明为哪个区县接收', '请填写区县代码'));
}

/**
 * Who may send documents for the rows of a sheet: whoever may upload such a sheet.
 *
 * @throws Problem FORBIDDEN
 */
export function refuseUploader({ role }: Caller, { purpose }: Batch): void {
  if (purpose === 'TAKE_OVER' ? TAKERS.has(role) : FILERS.has(role)) return;
  const who = purpose === 'TAKE_OVER' ? '窗口人员、中心负责人或市级管理员' : '窗口人员或代理方';
  throw new Problem('FORBIDDEN', `这份名单的附件由${who}上传`);
}

/** @throws Problem FORBIDDEN */
export function refuseCommitter({ role, sub }: Caller, { purpose, uploadedBy, bundles = [] }: Batch): void {
  if (purpose !== 'TAKE_OVER') {
    if (!FILERS.has(role)) throw new Problem('FORBIDDEN', '批量备案由窗口人员或代理方提交');
    return;
  }
  if (!APPROVERS.has(role)) throw new Problem('FORBIDDEN', '接收原备案须由中心负责人或市级管理员核对后提交');
  if (sub === uploadedBy.sub || bundles.some(({ addedBy }) => addedBy === sub)) {
    throw new Problem(
      'FORBIDDEN',
      says('接收原备案不能由上传人自己提交', '请由另一名中心负责人或市级管理员核对后提交'),
    );
  }
}
