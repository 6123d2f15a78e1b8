import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';

/** [designed] Labels of one answer: some sheets, and a page that a browser lays out in a moment. */
export const MAX_LABELS = 200;

const LabelJson = z.object({
  code: z.string().meta({ title: '标签' }),
  mark: z.string().meta({ title: '唛头箱号' }),
  carton: z.int().meta({ title: '箱号' }),
});

const LabelsJson = z.object({
  tradeId: z.string().meta({ title: '交易编号' }),
  tradeNumber: z.string().meta({ title: '交易单号' }),
  lineNo: z.int().meta({ title: '行号' }),
  labels: z.array(LabelJson).meta({ title: '标签' }),
});

export type LabelsJson = z.input<typeof LabelsJson>;

const carton = (title: string) => z.coerce.number().int().min(1).max(99_999).meta({ title });

export const labelsApi = contract({
  getCartonLabels: {
    method: 'GET',
    path: '/v1/trades/{id}/carton-labels',
    summary:
      `Labels for the cartons of one line (货箱标签), at most ${MAX_LABELS} at once, on a page with QR codes by \`Accept\`. ` +
      'A label that is printed again has the same code; it names no person, no goods and no value',
    roles: READING_ROLES,
    query: z.object({
      lineNo: z.coerce.number().int().min(1).max(999).default(1).meta({ title: '行号' }),
      from: carton('起始箱号').default(1),
      to: carton('截止箱号')
        .optional()
        .meta({
          description: `By default the last that is registered, or as many as one answer has (${MAX_LABELS})`,
        }),
    }),
    success: { status: 200, schema: LabelsJson },
    produces: ['text/html'],
    problems: ['BAD_PARAMETER', 'WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
});

export type LabelsApi = typeof labelsApi;
