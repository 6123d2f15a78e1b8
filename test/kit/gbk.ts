/** Every two-byte character of GBK, from the decoder that the platform has; it has no encoder. */
const BYTES = new Map<string, readonly [number, number]>();
const decoder = new TextDecoder('gbk');
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    if (trail !== 0x7f) BYTES.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
}

export const gbk = (text: string): Buffer =>
  Buffer.from(Array.from(text).flatMap((character) => BYTES.get(character) ?? [character.charCodeAt(0)]));
