import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import { type ActionInput, isAction } from "../../../../src/netlink/route/action/action.ts";
import { actionMessage, actionMessageAttrs, tcamsg } from "../../../../src/netlink/route/action/action-message.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { TC_ACT_PIPE, TC_ACT_STOLEN } from "../../../../src/netlink/uapi/pkt_cls.ts";
import * as uapi from "../../../../src/netlink/uapi/tc_act/tc_mirred.ts";
import { hex } from "../../bytes.ts";
import { readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

function toV1(eaction: number, index: number, action = TC_ACT_STOLEN): ActionInput {
  return { kind: "mirred", options: { parms: { index, action, eaction, ifindex: 2 } } };
}

const add = (action: ActionInput) => (client: RouteClient) => client.action.add(action);
const seventh = { kind: "mirred", index: 7 };

testFixtures(t, {
  folder: "action",
  headerSize: tcamsg.size,
  codec: actionMessage as MessageCodec<object, object>,
  attrs: actionMessageAttrs,
  looseNests: true,
  uncovered: {
    extWarnMsg: "sent with a request that the kernel carries out with a remark, by newer drivers",
    timeDelta: "of dumps of actions used lately, which tc does not ask for unless told",
  },
  intents: {
    mirred: add(toV1(uapi.TCA_EGRESS_REDIR, 7)),
    "mirred-cookie": add({ ...toV1(uapi.TCA_EGRESS_REDIR, 7), cookie: hex("a1b2c3d4") }),
    two: (client) => client.action.add(toV1(uapi.TCA_INGRESS_MIRROR, 0, TC_ACT_PIPE), toV1(uapi.TCA_INGRESS_REDIR, 0)),
    replace: (client) => client.action.replace(toV1(uapi.TCA_EGRESS_MIRROR, 7, TC_ACT_PIPE)),
    delete: (client) => client.action.delete(seventh),
    flush: (client) => client.action.flush("mirred"),
  },
});

const DIRECTIONS: readonly string[] = ["", "egress redirect", "egress mirror", "ingress redirect", "ingress mirror"];

t.test("actions say what tc prints of them", async (t) => {
  for (const { name, show } of readFixtures("action")) {
    if (show === undefined) continue;
    const actions = show.replies
      .flatMap(
        ({ buffer, byteOffset, length }) =>
          actionMessage.decode(new DataView(buffer, byteOffset, length), 16, length).tab ?? [],
      )
      .map((action) => {
        const { options, order, stats } = isAction(action, "mirred") ? action : {};
        const { eaction = 0, index, refcnt, bindcnt } = options?.parms ?? {};
        const [direction, mirred_action] = DIRECTIONS[eaction]?.split(" ") ?? [];
        const counted = { index, ref: refcnt, bind: bindcnt, stats: stats?.queue };
        return { kind: "mirred", order: order ?? 1, direction, mirred_action, ...counted };
      });
    t.match(show.printed[1]?.actions, actions, name);
    t.ok(actions.length > 0);
  }
});
