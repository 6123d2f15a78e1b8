/** [designed] Failures in a row that cost no waiting: whoever mistypes is not held up. */
export const FREE_FAILURES = 5;

const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 3600;

/** [designed] How long failures are remembered after the last. */
export const REMEMBERED_SECONDS = 24 * 3600;

/**
 * How long nobody may sign in by a name after so many failures in a row: 30 seconds after the fifth, twice as long after
 * each further one, an hour at most. At that rate nobody guesses a pass phrase, and whoever is locked out by a stranger
 * waits an hour at most, or has the counter print a new code, which a pause does not touch.
 */
export const pauseSeconds = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(FIRST_SECONDS * 2 ** (failures - FREE_FAILURES), LONGEST_SECONDS);

/** A time in seconds as people say it, e.g. `2 分 30 秒`. */
export function inWords(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return [minutes > 0 ? `${minutes} 分` : '', rest > 0 ? `${rest} 秒` : ''].filter(Boolean).join(' ');
}
