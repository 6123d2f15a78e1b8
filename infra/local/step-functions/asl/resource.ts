import { isObject, type Json } from './json.ts';

/** What a Task's Resource asks for. */
export type Resource = {
  /** As history events name it, e.g. `lambda` and `invoke.waitForTaskToken`. */
  readonly type: string;
  readonly operation: string;
} & (
  | { readonly kind: 'function'; readonly arn: string }
  | { readonly kind: 'invoke'; readonly token: boolean }
  | { readonly kind: 'execution'; readonly sync: boolean }
  | { readonly kind: 'service' }
);

const FUNCTION_ARN = /^arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]+(:[\w$-]+)?$/;
const INTEGRATION =
  /^arn:[\w-]+:states:[\w-]*:\d*:(?<type>lambda|states|dynamodb|aws-sdk:\w+):(?<operation>[a-z][\w.:]*)$/;

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  lambda: ['invoke', 'invoke.waitForTaskToken'],
  states: ['startExecution', 'startExecution.sync:2'],
  dynamodb: ['getItem', 'putItem', 'updateItem', 'deleteItem'],
};

/** @returns undefined when the embedded host has no such integration. */
export function parseResource(arn: string): Resource | undefined {
  if (FUNCTION_ARN.test(arn)) return { kind: 'function', type: 'lambda', operation: 'function', arn };
  const { type, operation } = INTEGRATION.exec(arn)?.groups ?? {};
  if (type === undefined || operation === undefined) return undefined;
  if (!(OPERATIONS[type]?.includes(operation) ?? /^\w+$/.test(operation))) return undefined;
  const name = { type, operation };
  if (type === 'lambda') return { kind: 'invoke', token: operation.endsWith('.waitForTaskToken'), ...name };
  if (type === 'states') return { kind: 'execution', sync: operation.endsWith('.sync:2'), ...name };
  return { kind: 'service', ...name };
}

/** `Screen` of `Screen`, `Screen:$LATEST` or `arn:…:function:Screen:live`. */
export const functionNameOf = (nameOrArn: string): string =>
  (nameOrArn.split(':function:').at(-1) ?? nameOrArn).split(':')[0] ?? nameOrArn;

/** What is wrong with the Arguments of lambda:invoke, in words. */
export function invokeFaults(value: Json | undefined): string[] {
  if (!isObject(value) || value['FunctionName'] === undefined) return ['must be an object that names FunctionName'];
  return Object.keys(value)
    .filter((key) => key !== 'FunctionName' && key !== 'Payload')
    .map((key) => `the embedded host does not support ${key} of lambda:invoke`);
}
