import { danger } from '../../../shared/kernel/finding.ts';
import { known, type Rule } from '../application.ts';
import { CONTAINER_CODES, containerTypes, marketName } from '../container-types.ts';
import type { ContainerType } from '../load/model.ts';
import type { CartonGroup } from '../trade.ts';

/** Every carton goes into some container on offer by itself. */
export const cartonsFit: Rule = (application) => {
  const offered = containerTypes(application.request.containerTypes ?? CONTAINER_CODES);
  return known(application).flatMap(({ snapshot, pointer }) =>
    snapshot.lines.flatMap((line) =>
      line.cartons
        .filter((carton) => !offered.some((container) => fits(carton, container)))
        .map((carton) =>
          danger(
            'CARTON_FITS_NO_CONTAINER',
            pointer,
            `交易 ${snapshot.tradeId} 第 ${line.lineNo} 行“${line.nameZh}”的货箱 ${describe(carton)} 装不进任何可用箱型` +
              `（${offered.map(limits).join('；')}）；请拆分包装，或增加更大的箱型`,
          ),
        ),
    ),
  );
};

/** A carton with this side up may only be turned on the floor. */
function fits(carton: CartonGroup, container: ContainerType): boolean {
  if (carton.grossG > container.payloadG) return false;
  const height = Math.min(container.heightMm, container.doorHeightMm ?? container.heightMm);
  const edges = [carton.lengthMm, carton.widthMm, carton.heightMm];
  const upright = carton.thisSideUp ? [2] : [0, 1, 2];
  return upright.some((axis) => {
    const floor = edges.filter((_, other) => other !== axis).sort((a, b) => b - a);
    return (
      (edges[axis] ?? 0) <= height && (floor[0] ?? 0) <= container.lengthMm && (floor[1] ?? 0) <= container.widthMm
    );
  });
}

const describe = (carton: CartonGroup): string =>
  `${carton.lengthMm}×${carton.widthMm}×${carton.heightMm} 毫米、${carton.grossG / 1000} 千克` +
  (carton.thisSideUp ? '（不可倒置）' : '');

const limits = ({ type, lengthMm, widthMm, heightMm, doorHeightMm, payloadG }: ContainerType): string =>
  `${type} ${marketName(type)}：${lengthMm}×${widthMm}×${heightMm} 毫米、门高 ${doorHeightMm} 毫米、限重 ${payloadG / 1000} 千克`;
