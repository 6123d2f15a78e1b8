import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type CargoRule, known } from '../application.ts';
import { describeCarton, describeLimits, fitsInto } from '../carton-fit.ts';
import { containerTypesOf } from '../container-types.ts';
import { lineKnownAs } from '../trade.ts';

/** Every carton goes into some container on offer by itself. */
export const cartonsFit = rule<CargoRule>(
  {
    name: '货箱装得进箱型',
    looksAt: 'every carton, against the container types that may be used',
    threshold: ['containerTypes'],
    severity: ['DANGER'],
  },
  (application) => {
    const offered = containerTypesOf(application.lists, application.request.containerTypes);
    return known(application).flatMap(({ snapshot, pointer }) =>
      snapshot.lines.flatMap((line) =>
        line.cartons
          .filter((carton) => !offered.some((container) => fitsInto(carton, container)))
          .map((carton) =>
            danger(
              'CARTON_FITS_NO_CONTAINER',
              pointer,
              says(
                `${lineKnownAs(snapshot, line)}的货箱 ${describeCarton(carton)} 装不进任何可用箱型` +
                  `（${offered.map((one) => describeLimits(one, application.lists)).join('；')}）`,
                '请拆分包装，或增加更大的箱型',
              ),
            ),
          ),
      ),
    );
  },
);
