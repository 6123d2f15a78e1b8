/** A setting that a user can mend; its message is all they need to see. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}
