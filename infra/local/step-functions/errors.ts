/** An error that the Step Functions API answers with. */
export class ServiceError extends Error {
  override readonly name: string;

  /** @param name the exception of the API, e.g. `ExecutionDoesNotExist` */
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
