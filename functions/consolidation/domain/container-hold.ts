import { z } from 'zod';
import { danger, type Finding } from '../../shared/kernel/finding.ts';

/** R11: how long a container that was packed counts as on its way (designed for this project). */
const HELD_DAYS = 15;

/** A container number in use by a confirmed consolidation. */
export const ContainerHold = z.object({
  containerNumber: z.string(),
  consolidationId: z.string(),
  /** ISO 8601 in UTC. */
  heldUntil: z.string(),
});

export type ContainerHold = z.infer<typeof ContainerHold>;

export const holdFrom = (containerNumber: string, consolidationId: string, at: string): ContainerHold => ({
  containerNumber,
  consolidationId,
  heldUntil: new Date(Date.parse(at) + HELD_DAYS * 24 * 3600 * 1000).toISOString(),
});

/** Whether the time of a hold has not run out. */
export const isHeld = (hold: ContainerHold, at: string): boolean => Date.parse(hold.heldUntil) > Date.parse(at);

/** R11: a container in use may not be packed again. The consolidation is named where the caller may know of it. */
export const containerInUse = (hold: ContainerHold, pointer: string, mayName: boolean): Finding =>
  danger(
    'R11_CONTAINER_IN_USE',
    pointer,
    `集装箱 ${hold.containerNumber} 在 ${HELD_DAYS} 日内已用于${mayName ? `组货 ${hold.consolidationId}` : '另一次组货'}，` +
      '不能重复装箱；请核对箱号，确系误填的请先释放该次组货',
  );
