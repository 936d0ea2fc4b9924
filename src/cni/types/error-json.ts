import { CniError } from "../cni-error.ts";
import { formatJson } from "../json/format-json.ts";
import { findMemberAs, type JsonNode, readInteger, readObject, readString } from "../json/read-json.ts";

/** The error as the reference prints it: 4 spaces, no newline at the end, no `details` when there are none. */
export function formatCniError(error: CniError): string {
  return formatJson(
    { code: error.cniCode, msg: error.msg, details: error.details === "" ? undefined : error.details },
    { indent: 4 },
  );
}

/** The error a plugin printed; absent members are 0 and empty. Throws {@link JsonDecodeError} for another shape. */
export function decodeCniError(node: JsonNode): CniError {
  const error = readObject(node);
  const code = findMemberAs(error, "code", readInteger) ?? 0;
  const msg = findMemberAs(error, "msg", readString) ?? "";
  return new CniError(code, msg, { details: findMemberAs(error, "details", readString) ?? "" });
}
