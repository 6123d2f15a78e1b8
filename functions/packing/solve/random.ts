/** Numbers from 0 to 1, the same for the same seed (Lehmer's minimal standard generator). */
export function randomFrom(seed: number): () => number {
  let x = (Math.abs(Math.trunc(seed)) % 2_147_483_646) + 1;
  return () => {
    x = (16_807 * x) % 2_147_483_647;
    return x / 2_147_483_647;
  };
}
