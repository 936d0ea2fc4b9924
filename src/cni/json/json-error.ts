import { TypedError } from "../../typed-error.ts";

/** Text that is no JSON. The wording is that of Go's encoding/json, which users of CNI plugins know and search for. */
export class JsonSyntaxError extends TypedError {
  readonly code = "ERR_JSON_SYNTAX";
  /** Offset in UTF-16 units. */
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;

  constructor(reason: string, position: { offset: number; line: number; column: number }) {
    super(reason);
    this.offset = position.offset;
    this.line = position.line;
    this.column = position.column;
  }
}

/** JSON of another shape than wanted, or a text in it that is no address; names the place: `ips[0].address: …`. */
export class JsonDecodeError extends TypedError {
  readonly code = "ERR_JSON_DECODE";
  /** Path of the value, `ipam.ranges[0][1].subnet`; empty for the whole document. */
  readonly path: string;

  constructor(path: string, reason: string, options?: { cause?: unknown }) {
    super(path === "" ? reason : `${path}: ${reason}`, options);
    this.path = path;
  }
}
