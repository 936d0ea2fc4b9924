#!/bin/sh
# The first process of the second kernel, started by second-kernel.ts. build/second-kernel/list names the test files; the
# kernel's command line gives, as environment variables, CITS_ROOT (the project), CITS_NODE, CITS_MODULES and CITS_MARK.
# The root file system is the host's, read-only; whatever is written here is gone with this kernel.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root REQUIRE_ALL=1 NO_COLOR=1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs run /run
# Folders that may lie below one of those that are covered next keep a second name.
mkdir -p /run/project /run/modules/lib/modules/"$(uname -r)"
mount --bind "$CITS_ROOT" /run/project
mount --bind "$CITS_MODULES" /run/modules/lib/modules/"$(uname -r)"
for folder in /tmp /var/lib /etc/cni /opt/cni; do
  [ -d "$folder" ] && mount -t tmpfs tmpfs "$folder"
done
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
ln -s /proc/self/fd /dev/fd
# The kernel loads what it is asked for (`ip link add type vlan`) by running this.
printf '#!/bin/sh\nexec modprobe -d /run/modules "$@"\n' > /run/modprobe
chmod +x /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe
for module in tun nf_conntrack; do /run/modprobe "$module"; done
ip link set lo up
cd /run/project || exit 1
while read -r file; do
  echo "$CITS_MARK begin $file"
  "$CITS_NODE" "$file" 2>&1 < /dev/null
  echo "$CITS_MARK end $?"
done < "build/second-kernel/list"
echo "$CITS_MARK done"
# The runner ends this kernel when it has read the last mark.
exec sleep 60
