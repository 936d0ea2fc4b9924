import { conntrackMessage, ctType } from "../netfilter/conntrack/conntrack.ts";
import { cpuStatsMessage, tableStatsMessage } from "../netfilter/conntrack/conntrack-stats.ts";
import { chainMessage } from "../netfilter/nftables/chain/chain.ts";
import { flowtableMessage } from "../netfilter/nftables/flowtable/flowtable.ts";
import { nftType } from "../netfilter/nftables/nft-message.ts";
import { objectMessage } from "../netfilter/nftables/object/object.ts";
import { ruleMessage } from "../netfilter/nftables/rule/rule.ts";
import { elementListMessage } from "../netfilter/nftables/set/element.ts";
import { setMessage } from "../netfilter/nftables/set/set.ts";
import { tableMessage } from "../netfilter/nftables/table/table.ts";
import { batchMessage } from "../netfilter/nftables/transaction/batch-message.ts";
import { generationMessage } from "../netfilter/nftables/transaction/generation.ts";
import { compatGetType, compatMessage } from "../netfilter/xtables/compat.ts";
import {
  NFT_MSG_DELCHAIN,
  NFT_MSG_DELFLOWTABLE,
  NFT_MSG_DELOBJ,
  NFT_MSG_DELRULE,
  NFT_MSG_DELSET,
  NFT_MSG_DELSETELEM,
  NFT_MSG_DELTABLE,
  NFT_MSG_DESTROYCHAIN,
  NFT_MSG_DESTROYFLOWTABLE,
  NFT_MSG_DESTROYOBJ,
  NFT_MSG_DESTROYRULE,
  NFT_MSG_DESTROYSET,
  NFT_MSG_DESTROYSETELEM,
  NFT_MSG_DESTROYTABLE,
  NFT_MSG_GETCHAIN,
  NFT_MSG_GETFLOWTABLE,
  NFT_MSG_GETGEN,
  NFT_MSG_GETOBJ,
  NFT_MSG_GETOBJ_RESET,
  NFT_MSG_GETRULE,
  NFT_MSG_GETRULE_RESET,
  NFT_MSG_GETSET,
  NFT_MSG_GETSETELEM,
  NFT_MSG_GETSETELEM_RESET,
  NFT_MSG_GETTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWFLOWTABLE,
  NFT_MSG_NEWGEN,
  NFT_MSG_NEWOBJ,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWSET,
  NFT_MSG_NEWSETELEM,
  NFT_MSG_NEWTABLE,
  NFT_MSG_TRACE,
} from "../uapi/nf_tables.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END } from "../uapi/nfnetlink.ts";
import {
  IPCTNL_MSG_CT_DELETE,
  IPCTNL_MSG_CT_GET,
  IPCTNL_MSG_CT_GET_CTRZERO,
  IPCTNL_MSG_CT_GET_DYING,
  IPCTNL_MSG_CT_GET_STATS,
  IPCTNL_MSG_CT_GET_STATS_CPU,
  IPCTNL_MSG_CT_GET_UNCONFIRMED,
  IPCTNL_MSG_CT_NEW,
} from "../uapi/nfnetlink_conntrack.ts";
import { kindsOf, type MessageKind, type MessageKinds, type NamedTypes } from "./message-kind.ts";

const nft = (codec: unknown, constants: NamedTypes): [number, MessageKind][] => kindsOf(codec, constants, nftType);
const ct = (codec: unknown, constants: NamedTypes): [number, MessageKind][] => kindsOf(codec, constants, ctType);

/** Types of NETLINK_NETFILTER: transactions, nf_tables, what iptables asks of nft_compat, connections. */
export const netfilterKinds: MessageKinds = new Map([
  ...kindsOf(batchMessage, { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END }),
  ...nft(tableMessage, { NFT_MSG_NEWTABLE, NFT_MSG_GETTABLE, NFT_MSG_DELTABLE, NFT_MSG_DESTROYTABLE }),
  ...nft(chainMessage, { NFT_MSG_NEWCHAIN, NFT_MSG_GETCHAIN, NFT_MSG_DELCHAIN, NFT_MSG_DESTROYCHAIN }),
  ...nft(ruleMessage, { NFT_MSG_NEWRULE, NFT_MSG_GETRULE, NFT_MSG_GETRULE_RESET }),
  ...nft(ruleMessage, { NFT_MSG_DELRULE, NFT_MSG_DESTROYRULE }),
  ...nft(setMessage, { NFT_MSG_NEWSET, NFT_MSG_GETSET, NFT_MSG_DELSET, NFT_MSG_DESTROYSET }),
  ...nft(elementListMessage, { NFT_MSG_NEWSETELEM, NFT_MSG_GETSETELEM, NFT_MSG_GETSETELEM_RESET }),
  ...nft(elementListMessage, { NFT_MSG_DELSETELEM, NFT_MSG_DESTROYSETELEM }),
  ...nft(objectMessage, { NFT_MSG_NEWOBJ, NFT_MSG_GETOBJ, NFT_MSG_GETOBJ_RESET, NFT_MSG_DELOBJ, NFT_MSG_DESTROYOBJ }),
  ...nft(flowtableMessage, { NFT_MSG_NEWFLOWTABLE, NFT_MSG_GETFLOWTABLE }),
  ...nft(flowtableMessage, { NFT_MSG_DELFLOWTABLE, NFT_MSG_DESTROYFLOWTABLE }),
  ...nft(generationMessage, { NFT_MSG_NEWGEN, NFT_MSG_GETGEN }),
  ...nft(undefined, { NFT_MSG_TRACE }),
  ...kindsOf(compatMessage, { NFNL_MSG_COMPAT_GET: compatGetType() }),
  ...ct(conntrackMessage, { IPCTNL_MSG_CT_NEW, IPCTNL_MSG_CT_GET, IPCTNL_MSG_CT_DELETE, IPCTNL_MSG_CT_GET_CTRZERO }),
  ...ct(conntrackMessage, { IPCTNL_MSG_CT_GET_DYING, IPCTNL_MSG_CT_GET_UNCONFIRMED }),
  ...ct(cpuStatsMessage, { IPCTNL_MSG_CT_GET_STATS_CPU }),
  ...ct(tableStatsMessage, { IPCTNL_MSG_CT_GET_STATS }),
]);
