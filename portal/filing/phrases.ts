/** Reasons that reviewers give day by day, added by a press and changed as needed. */
export const PHRASES: readonly string[] = [
  '营业执照影像不清晰，请重新上传',
  '摊位租赁合同缺少签章页',
  '法定代表人证件与登记信息不一致，请核对',
  '经营范围未包含所填主营商品章',
];
