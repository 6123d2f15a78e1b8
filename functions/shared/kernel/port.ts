/**
 * Whether a port of discharge was stated: messages and most sheets name none, and what stands in its place until the
 * declaration names it is no port to judge by.
 */
export const isPortStated = (
  port: string,
  { gzswAssumptions }: { readonly gzswAssumptions: { readonly portOfDischarge: string } },
): boolean => port !== gzswAssumptions.portOfDischarge;
