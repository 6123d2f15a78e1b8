import { Link } from 'wouter';
import { useMe } from '../shell/me.ts';
import { AUDITORS } from './auditors.ts';

/** From a record's own page to its audit trail, for those who may read it. */
export function AuditLink({ id }: { readonly id: string }) {
  const { role } = useMe().acting ?? {};
  return (
    AUDITORS.some((one) => one === role) && (
      <Link href={`/system/audit?record=${encodeURIComponent(id)}`} className="button">
        审计记录
      </Link>
    )
  );
}
