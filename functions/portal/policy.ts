/**
 * The digest of the one style that a library puts into a page: React Aria's, which keeps a pressed button from scrolling the
 * page. Whoever changes the library's version finds the new one in the browser's report.
 */
const PRESS_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/**
 * What the portal's page may do (Content Security Policy, Trusted Types): its own scripts and styles, the API, the issuer
 * and the documents' store; nothing from anywhere else, and no text that becomes a script.
 *
 * @param origins of the issuer and the documents' store, where they are not the API's own
 */
export const pagePolicy = (origins: readonly string[]): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${PRESS_STYLE}`,
    "img-src 'self' data: blob:",
    ["connect-src 'self'", ...origins].join(' '),
    "frame-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types printed-page',
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()',
});
