/**
 * The base of every error this project throws: a stable `code` to match on, a message for people, the `cause` behind it.
 * Subclasses add the fields (errno, path, object) that their message is made of.
 */
export abstract class TypedError extends Error {
  /** Stable identifier, `ERR_…`; messages may be reworded, codes may not. */
  abstract readonly code: string;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
  }
}
