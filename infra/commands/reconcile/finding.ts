/**
 * What can be found, with what to do about it: in Chinese for whoever runs the registry, in English for whoever wrote it.
 */
export const REMEDIES = {
  RECORD_WITHOUT_EXECUTION:
    '等待办理但没有流程在办：--mend 另起一次流程 · waits and nothing works for it: --mend starts a further execution',
  DEAF_EXECUTION:
    '流程在等，但记录不认识它：--mend 中止它并另起一次 · its execution waits for an answer that nobody can give: --mend stops it and starts a further one',
  EXECUTION_WITHOUT_RECORD:
    '流程在办，记录不在：--mend 中止；如为恢复之后丢失的业务，请当事人重新提交 · an execution without a record: --mend stops it; what was lost is to be submitted again',
  MESSAGE_NOT_CARRIED: '消息没有送出：--mend 再送一次 · a message was not carried: --mend has it carried again',
  EVIDENCE_NOT_KEPT:
    '已引用的文件没有存入证据库：--mend 再存一次 · a cited file does not lie with the evidence: --mend has it copied',
  EVENT_NOT_DELIVERED:
    '事件没有送达：重新启动主机会再送；仍不行的，看日志排除原因 · a subscriber refused an event: the next start delivers it again; its log says why',
  FILE_MISSING:
    '记录引用的文件不在：从备份放回，或请当事人重新上传 · a cited file is missing: put it back from a backup, or have it uploaded again',
  FILE_DIFFERS:
    '文件与登记时不同：从备份放回，并查明是谁改动 · a file is not what was registered: put it back from a backup, and find out who changed it',
  FILE_WITHOUT_RECORD:
    '文件没有登记记录，是备份之后上传的，留着无妨：如仍需要，请当事人重新登记上传 · no record knows this file, which was uploaded after the backup, and it does no harm: who still needs it registers and uploads it again',
} as const satisfies Readonly<Record<string, string>>;

/** What may stay as it is: a restored registry has such files for as long as the evidence is kept. */
export const HARMLESS: ReadonlySet<keyof typeof REMEDIES> = new Set(['FILE_WITHOUT_RECORD']);

export interface Finding {
  readonly what: keyof typeof REMEDIES;
  /** The record, execution, message or file. */
  readonly id: string;
  /** What is known of it, e.g. the state in which a record waits. */
  readonly detail: string;
  /** Mends it; absent where a person has to. Done again it does no harm. */
  readonly mend?: () => Promise<void>;
}
