import { excerpt } from '../../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { DocumentForm } from '../documents/document.ts';

/** A file is of a type and a format that may be uploaded, and no larger than its format allows. */
export const documentForm = rule(
  {
    name: '附件的类型、格式和大小',
    looksAt: 'what a client states of a file before it uploads it',
    threshold: ['documentTypes'],
    severity: ['DANGER'],
  },
  ({ type, contentType, size }: DocumentForm, { types, contentTypes }: RowOf<'documentTypes'>): Finding[] => {
    const format = contentTypes.find((one) => one.contentType === contentType);
    return [
      ...oneOf(
        '附件类型',
        '/type',
        type,
        types.map((one) => one.type),
      ),
      ...oneOf(
        '文件格式',
        '/contentType',
        contentType,
        contentTypes.map((one) => one.contentType),
      ),
      ...(format === undefined || size <= format.maxBytes
        ? []
        : [
            danger(
              'TOO_BIG',
              '/size',
              says(
                `${format.name}共 ${size} 字节，超过上限 ${format.maxBytes / 1024 ** 2} MB`,
                '请压缩或分成几份后上传',
              ),
            ),
          ]),
    ];
  },
);

const oneOf = (label: string, pointer: string, value: string, allowed: readonly string[]): Finding[] =>
  allowed.includes(value)
    ? []
    : [danger('NOT_ALLOWED', pointer, `“${label}” “${excerpt(value)}” 不在允许的值之内：${allowed.join('、')}`)];
