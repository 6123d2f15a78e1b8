import type { z } from 'zod';
import { PERSONAL_REQUEST_KIND_NAMES } from '../../events/names.ts';
import type { PersonalRequestChanged } from '../../events/person.ts';
import { addressed } from './addressed.ts';
import { type Notice, ofEntity } from './notice.ts';
import { because, named } from './words.ts';

/** A party hears how what was asked in its name was answered, a copy above all; the counter what waits for it. */
export function personalNews(request: z.infer<typeof PersonalRequestChanged.detail>): Notice[] {
  const { requestId, entityId, name, kind, status, dueOn, reasons } = request;
  const title = `个人信息${PERSONAL_REQUEST_KIND_NAMES[kind]}请求`;
  const what = `${named(name, '')}${title}`;
  if (status === 'OPEN') {
    return addressed(request, requestId, ['CLERK'], {
      kind: 'PERSONAL_REQUEST_ASKED',
      title: `有${title}待答复`,
      message: `${what}，请最迟于 ${dueOn} 答复`,
    });
  }
  const message =
    kind === 'CORRECTION'
      ? `${what}已答复；${because(reasons, '请求详情')}`
      : `${what}已即时办理；如非您本人或您委托的人，请立即告知服务中心`;
  return addressed(request, requestId, [ofEntity(entityId)], {
    kind: 'PERSONAL_REQUEST_ANSWERED',
    title: `${title}已答复`,
    message,
  });
}
