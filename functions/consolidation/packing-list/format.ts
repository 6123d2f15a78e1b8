/** The forms of the packing list, in the order of preference where the client has none. */
const FORMATS = ['application/json', 'text/csv', 'text/html'] as const;

export type Format = (typeof FORMATS)[number];

/** The form that an `Accept` header (RFC 9110, 12.5.1) asks for first; undefined when it takes none of them. */
export function formatFor(accept: string): Format | undefined {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality: Number.isFinite(quality) ? quality : 0 };
  });
  const qualityOf = (format: Format): number => {
    // The most specific range that covers the form decides.
    const covering = [format, `${format.split('/')[0]}/*`, '*/*'].map((type) =>
      ranges.find((one) => one.type === type),
    );
    return covering.find((range) => range !== undefined)?.quality ?? 0;
  };
  const [best] = FORMATS.map((format) => ({ format, quality: qualityOf(format) })).sort(
    (a, b) => b.quality - a.quality,
  );
  return best && best.quality > 0 ? best.format : undefined;
}
