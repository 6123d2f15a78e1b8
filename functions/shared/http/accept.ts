/**
 * The form that an `Accept` header (RFC 9110, 12.5.1) asks for first; undefined when it takes none of them.
 *
 * @param forms media types, in the order of preference where the client has none
 */
export function preferred<Form extends string>(accept: string, forms: readonly Form[]): Form | undefined {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality: Number.isFinite(quality) ? quality : 0 };
  });
  const qualityOf = (form: Form): number => {
    // The most specific range that covers the form decides.
    const covering = [form, `${form.split('/')[0]}/*`, '*/*'].map((type) => ranges.find((one) => one.type === type));
    return covering.find((range) => range !== undefined)?.quality ?? 0;
  };
  const [best] = forms.map((form) => ({ form, quality: qualityOf(form) })).sort((a, b) => b.quality - a.quality);
  return best && best.quality > 0 ? best.form : undefined;
}
