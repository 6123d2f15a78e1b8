/** Chinese of the enumerations of reference data. */

export const LIST_KIND_NAMES = { rows: '逐行生效', parameters: '整组生效' } as const;

export const VERSION_STATUS_NAMES = { DRAFT: '草案', PUBLISHED: '已发布' } as const;

/** What a version does to a row. */
export const ROW_CHANGE_NAMES = { ADDED: '新增', CHANGED: '变更', ENDED: '终止' } as const;
