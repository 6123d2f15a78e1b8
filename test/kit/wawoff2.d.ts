declare module 'wawoff2' {
  /** A WOFF2 font as the font that it was made of. */
  export function decompress(font: Uint8Array): Promise<Uint8Array>;
}
