import { readdirSync, readFileSync, unlinkSync } from "node:fs";
import { JsonSyntaxError } from "../../../cni/json/json-error.ts";
import { parseJson } from "../../../cni/json/parse-json.ts";
import { isSystemError } from "../../../cni/system-error.ts";
import type { Check, Found } from "../check.ts";

/** Undefined for what is whole, and for what has gone or is no file. */
function lookAt(path: string): Found | undefined {
  try {
    const bytes = readFileSync(path);
    const isEmpty = bytes.every((byte) => byte === 0);
    if (!isEmpty) {
      parseJson(bytes);
      return undefined;
    }
    const fix = () => {
      unlinkSync(path);
      return `removed ${path}`;
    };
    const what = "a cached result without content: a power cut or a full disk has taken it";
    return { level: "error", subject: path, what, mend: "remove the file", fix };
  } catch (error) {
    if (isSystemError(error)) return undefined;
    if (!(error instanceof JsonSyntaxError)) throw error;
    const what = `a cached result that is no JSON: ${error.message} at line ${error.line}, column ${error.column}`;
    return { level: "error", subject: path, what, mend: "remove the file when the container is gone" };
  }
}

export const damagedResults: Check = {
  name: "damaged-results",
  why: "runtimes fail the DEL of the container, which stays in Terminating",
  look({ folders }) {
    const directory = `${folders.cacheDir}/results`;
    try {
      return readdirSync(directory).flatMap((name) => lookAt(`${directory}/${name}`) ?? []);
    } catch (error) {
      if (isSystemError(error)) return [];
      throw error;
    }
  },
};
