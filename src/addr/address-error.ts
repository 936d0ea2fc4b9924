import { TypedError } from "../typed-error.ts";

/** What the text (or the bytes) was taken for when it was refused. */
export type AddressKind = "IP address" | "CIDR address" | "MAC address" | "IP range";

/**
 * Text or bytes that are no address. The messages are worded as Go's `net` package words them, because they reach users
 * of CNI plugins verbatim: `invalid CIDR address: 10.1.2.3`.
 */
export class AddressError extends TypedError {
  readonly code = "ERR_ADDRESS_INVALID";
  readonly kind: AddressKind;
  readonly input: string;

  constructor(kind: AddressKind, input: string) {
    super(kind === "MAC address" ? `address ${input}: invalid MAC address` : `invalid ${kind}: ${input}`);
    this.kind = kind;
    this.input = input;
  }
}
