/** The package carries no types. It changes the definition it is given. */
declare module 'asl-validator' {
  export default function validate(definition: object): { isValid: boolean; errorsText(separator: string): string };
}
