import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { HubProblem } from "../core/protocol.ts";

/** Ends a request with an answer that says what is wrong, where, and what to do. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly status: ContentfulStatusCode;
  readonly problem: HubProblem;
  constructor({ status, ...problem }: HubProblem & { status: ContentfulStatusCode }) {
    super(problem.reason);
    this.status = status;
    this.problem = problem;
  }
}
