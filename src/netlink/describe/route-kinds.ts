import { actionMessage } from "../route/action/action-message.ts";
import { addrMessage } from "../route/addr/addr-message.ts";
import { classMessage } from "../route/class/class-message.ts";
import { filterMessage } from "../route/filter/filter-message.ts";
import { linkMessage } from "../route/link/link-message.ts";
import { neighMessage } from "../route/neigh/neigh-message.ts";
import { nsidMessage } from "../route/nsid/nsid-message.ts";
import { qdiscMessage } from "../route/qdisc/qdisc-message.ts";
import { routeMessage } from "../route/route/route-message.ts";
import { ruleMessage } from "../route/rule/rule-message.ts";
import * as uapi from "../uapi/rtnetlink.ts";
import { kindsOf, type MessageKinds } from "./message-kind.ts";

const { RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK, RTM_NEWLINKPROP, RTM_DELLINKPROP, RTM_GETLINKPROP } = uapi;
const { RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR, RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE } = uapi;
const { RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE } = uapi;
const { RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC, RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS } = uapi;
const { RTM_NEWTFILTER, RTM_DELTFILTER, RTM_GETTFILTER, RTM_NEWCHAIN, RTM_DELCHAIN, RTM_GETCHAIN } = uapi;
const { RTM_NEWACTION, RTM_DELACTION, RTM_GETACTION, RTM_NEWNSID, RTM_DELNSID, RTM_GETNSID } = uapi;

/** Types of NETLINK_ROUTE (linux/rtnetlink.h): those with a table, then all others by name. */
export const routeKinds: MessageKinds = new Map([
  ...kindsOf(undefined, typesIn(uapi)),
  ...kindsOf(linkMessage, { RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK }),
  ...kindsOf(linkMessage, { RTM_NEWLINKPROP, RTM_DELLINKPROP, RTM_GETLINKPROP }),
  ...kindsOf(addrMessage, { RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR }),
  ...kindsOf(routeMessage, { RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE }),
  ...kindsOf(neighMessage, { RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH }),
  ...kindsOf(ruleMessage, { RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE }),
  ...kindsOf(nsidMessage, { RTM_NEWNSID, RTM_DELNSID, RTM_GETNSID }),
  ...kindsOf(qdiscMessage, { RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC }),
  ...kindsOf(classMessage, { RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS }),
  ...kindsOf(filterMessage, { RTM_NEWTFILTER, RTM_DELTFILTER, RTM_GETTFILTER }),
  ...kindsOf(filterMessage, { RTM_NEWCHAIN, RTM_DELCHAIN, RTM_GETCHAIN }),
  ...kindsOf(actionMessage, { RTM_NEWACTION, RTM_DELACTION, RTM_GETACTION }),
]);

function typesIn(constants: Readonly<Record<string, unknown>>): Record<string, number> {
  const isType = ([name]: [string, unknown]): boolean => /^RTM_(NEW|DEL|GET|SET)/.test(name);
  return Object.fromEntries(Object.entries(constants).filter(isType)) as Record<string, number>;
}
