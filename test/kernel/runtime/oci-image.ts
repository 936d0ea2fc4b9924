import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../harness/run.ts";

const MEDIA = "application/vnd.oci.image";
/** What Go calls the processors that Node calls so. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** An image layout of OCI (image-spec 1.0) of one layer that holds nothing but `/bin/busybox`, as a tar file. */
export function makeBusyboxImage(folder: string, { busybox, name }: { busybox: string; name: string }): string {
  const bin = join(folder, "root/bin");
  const layout = join(folder, "layout");
  const blobs = join(layout, "blobs/sha256");
  for (const path of [bin, blobs]) mkdirSync(path, { recursive: true });
  copyFileSync(busybox, join(bin, "busybox"));
  chmodSync(join(bin, "busybox"), 0o755);
  const tar = join(folder, "layer.tar");
  run(["tar", "-C", join(folder, "root"), "-cf", tar, "."]);

  const store = (mediaType: string, bytes: Uint8Array) => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(join(blobs, hash), bytes);
    return { mediaType: `${MEDIA}.${mediaType}`, digest: `sha256:${hash}`, size: bytes.length };
  };
  const storeJson = (mediaType: string, object: object) => store(mediaType, Buffer.from(JSON.stringify(object)));
  const layer = store("layer.v1.tar", readFileSync(tar));
  const config = storeJson("config.v1+json", {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [layer.digest] },
  });
  const manifest = storeJson("manifest.v1+json", { schemaVersion: 2, config, layers: [layer] });
  const annotations = { "io.containerd.image.name": name };
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations }] };
  writeFileSync(join(layout, "index.json"), JSON.stringify(index));
  writeFileSync(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const image = join(folder, "image.tar");
  run(["tar", "-C", layout, "-cf", image, "."]);
  return image;
}
