import { Time } from './words.tsx';

export interface Deed {
  /** ISO 8601. */
  readonly at: string;
  readonly did: string;
  /** `sub` of who did it; `system` for a workflow. */
  readonly by?: string | undefined;
  readonly reasons?: readonly string[];
}

/** The system signs its own work so: a workflow, a schedule, a subscriber, a command. */
const isSystem = (by: string): boolean => by === 'system' || /^(?:workflow|schedule|subscriber|command):/.test(by);

/** Who did what with a record, and why, in the order in which it is given. */
export const History = ({ deeds }: { readonly deeds: readonly Deed[] }) => (
  <ol className="history">
    {deeds.map(({ at, did, by, reasons = [] }) => (
      <li key={`${at} ${did}`}>
        <div>
          {did} {by !== undefined && <span className="quiet small">{isSystem(by) ? '系统' : by}</span>}
        </div>
        <div className="quiet small">
          <Time at={at} />
        </div>
        {reasons.map((reason) => (
          <div key={reason}>{reason}</div>
        ))}
      </li>
    ))}
  </ol>
);
