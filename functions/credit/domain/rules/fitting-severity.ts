import { danger, type Finding } from '../../../shared/kernel/finding.ts';
import { SEVERITY_TERMS } from '../severity.ts';
import type { Recording } from './recording.ts';

/** A class may be given to a deduction only: a bonus has none, and a veto is always serious. */
export function fittingSeverity({ request: { severity }, indicator }: Recording): Finding[] {
  if (severity === undefined || !indicator || indicator.effect === 'DEDUCTION') return [];
  if (indicator.effect === 'VETO' && severity === 'SERIOUS') return [];
  const { name } = SEVERITY_TERMS[severity];
  return [
    danger(
      'SEVERITY_NOT_ALLOWED',
      '/severity',
      indicator.effect === 'VETO'
        ? `“${indicator.name}”一律为严重失信，不能认定为${name}，请删除 severity`
        : `“${indicator.name}”是加分项，没有失信类别，请删除 severity`,
    ),
  ];
}
