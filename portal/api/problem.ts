/** One thing that is wrong, or to be explained, with the place that it is about. */
export interface Finding {
  /** JSON Pointer into the body, e.g. `/entity/contact/phone`; empty for the whole. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly place?: string;
  readonly remedy?: string;
  readonly transient?: true;
  readonly severity: 'DANGER' | 'REVIEW' | 'WARNING';
  readonly legalBasis?: string;
  readonly warningId?: string;
}

/** An answer of the API that is a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly correlationId: string;
  readonly errors: readonly Finding[];

  constructor(told: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly correlationId: string;
    readonly errors?: readonly Finding[];
  }) {
    super(told.detail);
    this.status = told.status;
    this.code = told.code;
    this.correlationId = told.correlationId;
    this.errors = told.errors ?? [];
  }
}

/** No answer came: the network, the host, or a gateway that does not speak the API's language. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(options?: ErrorOptions) {
    super('网络不通或服务暂停，内容没有丢失；请稍后再试', options);
  }
}

/** What went wrong, as a sentence for a person. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error && (error instanceof ApiProblem || error instanceof Unreachable)
    ? error.message
    : '页面出了故障；请刷新后再试';
