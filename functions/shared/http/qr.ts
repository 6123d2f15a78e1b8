import qrcode from 'qrcode-generator';

/** Light modules around a code, ISO/IEC 18004. */
const QUIET = 4;

/** A text as a QR code, error correction M, drawn to scale with whatever box it is put in. */
export function qrSvg(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const side = count + 2 * QUIET;
  const modules = Array.from(
    { length: count * count },
    (_, index) => [Math.floor(index / count), index % count] as const,
  )
    .filter(([row, column]) => code.isDark(row, column))
    .map(([row, column]) => `M${column + QUIET} ${row + QUIET}h1v1h-1z`);
  return `<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="二维码" shape-rendering="crispEdges"><path d="${modules.join('')}"/></svg>`;
}
