import { CNI_ERROR, CniError } from "../cni-error.ts";
import { JsonDecodeError } from "../json/json-error.ts";
import { memberPath } from "../json/json-value.ts";
import {
  findMember,
  type JsonNode,
  readArray,
  readBoolean,
  readInteger,
  readObject,
  readString,
} from "../json/read-json.ts";
import type { NetworkConfig } from "./network-config.ts";

/**
 * What a configuration may hold, as data: `{ bridge: "text", mtu: "integer", vlanTrunk: [{ id: "integer" }] }`. Every key
 * is optional; `texts` is an object of texts, whose keys are the user's own. The plugins of this package are described so and not by zod schemas, whose making is a sixth of the start
 * of a process (docs/performance.md).
 */
export type Shape = "text" | "texts" | "flag" | "integer" | readonly [Shape] | { readonly [key: string]: Shape };

/** The value that a shape reads. */
export type ShapeValue<S> = S extends "text"
  ? string
  : S extends "texts"
    ? ReadonlyMap<string, string>
    : S extends "flag"
      ? boolean
      : S extends "integer"
        ? number
        : S extends readonly [infer E]
          ? ShapeValue<E>[]
          : { readonly [K in keyof S]?: ShapeValue<S[K]> | undefined };

const SCALARS = { text: readString, texts: readTexts, flag: readBoolean, integer: readInteger } as const;

/** Unlike those of a shape, keys count in their exact case. */
function readTexts(node: JsonNode): ReadonlyMap<string, string> {
  const { path, value } = readObject(node);
  const texts = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (text !== null) texts.set(key, readString({ path: memberPath(path, key), value: text }));
  }
  return texts;
}

function readNode(shape: Shape, node: JsonNode): unknown {
  if (typeof shape === "string") return SCALARS[shape](node);
  if (isList(shape)) return readArray(node).map((element) => readNode(shape[0], element));
  const object = readObject(node);
  const value: Record<string, unknown> = {};
  for (const key of Object.keys(shape)) {
    const member = findMember(object, key);
    if (member !== undefined) value[key] = readNode(shape[key] as Shape, member);
  }
  return value;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/**
 * A plugin's configuration as its shape types it. Keys match in any case, null is as good as absent, keys the shape does
 * not name are ignored: as in the reference. Throws {@link CniError} 6 with the place, the value found and what is
 * allowed (`failed to load netconf: mtu: expected integer, got string "x"`).
 */
export function readConfig<const S extends Shape>(shape: S, { raw }: Pick<NetworkConfig, "raw">): ShapeValue<S> {
  try {
    return readNode(shape, { path: "", value: raw }) as ShapeValue<S>;
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw error;
    const msg = `failed to load netconf: ${error.message}`;
    throw new CniError(CNI_ERROR.decodingFailure, msg, { details: "", cause: error });
  }
}
