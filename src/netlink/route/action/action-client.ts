import { dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange, Request } from "../../socket/exchange.ts";
import { NLM_F_ROOT } from "../../uapi/netlink.ts";
import { RTM_DELACTION, RTM_GETACTION, RTM_NEWACTION, TCA_ACT_FLAG_LARGE_DUMP_ON } from "../../uapi/rtnetlink.ts";
import { type TcVerb, tcVerbFlags } from "../tc/tc-verb.ts";
import type { Action, ActionInput } from "./action.ts";
import { actionMessage } from "./action-message.ts";

/** Without it the kernel fills one message with 32 actions and stops (TCA_ACT_MAX_PRIO). */
const LARGE_DUMP = { value: TCA_ACT_FLAG_LARGE_DUMP_ON, selector: TCA_ACT_FLAG_LARGE_DUMP_ON };

/** `tc actions`: those that filters made, and those that wait for filters to use them. */
export class ActionClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** All actions of a kind. */
  async list(kind: string): Promise<Action[]> {
    const messages = await dumpObjects(
      this.#exchange,
      {
        type: RTM_GETACTION,
        codec: actionMessage,
        body: { tab: [{ kind }], flags: LARGE_DUMP },
        operation: `list actions ${kind}`,
      },
      { decode: actionMessage.decode, accepts: () => true },
    );
    // Their numbers are those of the message, and say nothing.
    return messages.flatMap(({ tab = [] }) => tab.map(({ order: _, ...action }): Action => action));
  }

  /** @throws {NetlinkError} EEXIST where the index is taken */
  async add(...actions: readonly ActionInput[]): Promise<void> {
    await this.#request("add", ...actions);
  }

  async replace(action: ActionInput): Promise<void> {
    await this.#request("replace", action);
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async delete(action: { kind: string; index: number }): Promise<void> {
    await this.#request("delete", action);
  }

  /** Deletes all of a kind. @throws {NetlinkError} EPERM where filters use some; others may be gone then */
  async flush(kind: string): Promise<void> {
    await this.#exchange.request({
      type: RTM_DELACTION,
      flags: NLM_F_ROOT,
      codec: actionMessage,
      body: { tab: [{ kind }], flags: LARGE_DUMP },
      operation: `flush actions ${kind}`,
    });
  }

  async #request(verb: TcVerb, ...actions: readonly ActionInput[]): Promise<void> {
    const request: Request = {
      type: verb === "delete" ? RTM_DELACTION : RTM_NEWACTION,
      flags: tcVerbFlags[verb],
      codec: actionMessage,
      body: { tab: actions as readonly Action[] },
      operation: `${verb} action ${actions.map(({ kind = "" }) => kind).join(", ")}`,
    };
    await this.#exchange.request(request);
  }
}
