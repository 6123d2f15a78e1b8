/** Errors that another attempt may mend: every Task of every workflow names them in its Retry. */
export const TRANSIENT = [
  'ConcurrencyConflict',
  'TableUnavailable',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
];
