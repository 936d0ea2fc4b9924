import type { ExtAck } from "../message/ack.ts";
import type { Issues } from "../message/message-codec.ts";

/** The name of bytes behind the last message of a datagram that are none. */
export const NO_MESSAGE = "no message";

/** One message of a datagram, with the kernel's names. */
export interface MessageDescription {
  /** Where it begins in the datagram, in bytes. */
  readonly offset: number;
  /** nlmsg_len: without padding. */
  readonly length: number;
  /** nlmsg_type by name: `RTM_NEWLINK`, `NLMSG_DONE`; `type 70` where it has none. */
  readonly name: string;
  readonly type: number;
  /** `NLM_F_REQUEST`, `NLM_F_DUMP`, … */
  readonly flags: readonly string[];
  readonly flagBits: number;
  readonly seq: number;
  readonly pid: number;
  /** What it says, by the table of its type: members and attributes; `issues` are attributes that could not be read. */
  readonly body?: object & Issues;
  /** What it says where no table could read it: the bytes after the header. */
  readonly bytes?: Uint8Array;
  /** Of NLMSG_ERROR and NLMSG_DONE. */
  readonly outcome?: OutcomeDescription;
  /** Why `bytes` are not `body`. */
  readonly problem?: string;
}

/** How a request or a dump ended. */
export interface OutcomeDescription {
  /** Positive; 0 is success. */
  readonly errno: number;
  /** `EEXIST` */
  readonly errnoName?: string;
  /** The kernel's own words; with success they are a warning. */
  readonly message?: string;
  /** Path of the attribute it objects to: `linkinfo.data.vlanId`; `offset 36` where the request is not known. */
  readonly attribute?: string;
  /** Path of an attribute that it misses. */
  readonly missing?: string;
  /** The rule that the attribute broke: `u16 from 0 to 4094`. */
  readonly allowed?: string;
  /** All of it in one line. */
  readonly text: string;
  /** The request that failed, by the header that NLMSG_ERROR repeats of it: `RTM_NEWLINK`. */
  readonly request?: string;
  /** What the kernel added, as it came. */
  readonly extAck: ExtAck;
  /** What it repeats of the request: its header, or all of it. */
  readonly repeated?: Uint8Array;
}
