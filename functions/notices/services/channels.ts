import { channelSettings } from '../../shared/outbound/channels.ts';
import { mailer, type SendMail } from '../../shared/outbound/mail.ts';
import { environmentOutbound } from '../../shared/outbound/outbound.ts';
import {
  MAIL_PASSWORD_VARIABLE,
  type ReadSecret,
  secretsManager,
  TEXT_KEY_VARIABLE,
} from '../../shared/outbound/secret.ts';
import { type SendText, texter } from '../../shared/outbound/text.ts';

/** The channels behind the notices; one that the operator has not switched on is not there. */
export interface Channels {
  readonly mail?: SendMail;
  readonly text?: SendText;
}

/** The channels that the environment switches on. */
export function environmentChannels(
  environment: NodeJS.ProcessEnv = process.env,
  readSecret: ReadSecret = secretsManager(environment),
): Channels {
  const { mail, text } = channelSettings(environment);
  const read = (variable: string) => () => readSecret(variable);
  return {
    ...(mail && { mail: mailer({ relay: mail, password: read(MAIL_PASSWORD_VARIABLE) }) }),
    ...(text !== undefined && { text: texter(text, environmentOutbound(environment), read(TEXT_KEY_VARIABLE)) }),
  };
}
