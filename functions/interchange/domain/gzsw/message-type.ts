import { valuesOf } from '../../../shared/kernel/named.ts';
import { MESSAGE_TYPE_NAMES } from '../names.ts';

/** Types of the dialect's messages that are answered here 报文类型. */
export const MESSAGE_TYPES = valuesOf(MESSAGE_TYPE_NAMES);

export type MessageType = (typeof MESSAGE_TYPES)[number];
