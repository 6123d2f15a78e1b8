import { danger, type Finding } from '../../../shared/kernel/finding.ts';
import { type Cargo, known } from '../application.ts';
import { describeCarton, describeLimits, fitsInto } from '../carton-fit.ts';
import { CONTAINER_CODES, containerTypes } from '../container-types.ts';

/** Every carton goes into some container on offer by itself. */
export const cartonsFit = (application: Cargo): Finding[] => {
  const offered = containerTypes(application.request.containerTypes ?? CONTAINER_CODES);
  return known(application).flatMap(({ snapshot, pointer }) =>
    snapshot.lines.flatMap((line) =>
      line.cartons
        .filter((carton) => !offered.some((container) => fitsInto(carton, container)))
        .map((carton) =>
          danger(
            'CARTON_FITS_NO_CONTAINER',
            pointer,
            `交易 ${snapshot.tradeId} 第 ${line.lineNo} 行“${line.nameZh}”的货箱 ${describeCarton(carton)} 装不进任何可用箱型` +
              `（${offered.map(describeLimits).join('；')}）；请拆分包装，或增加更大的箱型`,
          ),
        ),
    ),
  );
};
