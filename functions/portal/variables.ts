/** The environment variables by which a host says where the built portal lies, and where its people sign in. */
export const PORTAL_VARIABLES = {
  files: 'PORTAL_FILES',
  /** Origins beside the API's that the page calls, separated by spaces: the issuer's and the documents' store's. */
  origins: 'PORTAL_ORIGINS',
  issuer: 'SIGN_IN_ISSUER',
  clientId: 'SIGN_IN_CLIENT_ID',
  scope: 'SIGN_IN_SCOPE',
} as const;
