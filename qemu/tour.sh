# The short tour: what a command sees inside. Runs in the isolated root, with busybox's sh.

title() {
    printf '\n%s: %s\n' "$1" "$2"
}

indented() {
    sed 's/^/    /'
}

system=$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null)
kibibytes=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)
title "System" "${system:-busybox}, Linux $(uname -r), $((kibibytes / 1024)) MiB of memory"
echo "process $$, host name $(hostname), $(id)" | cut -c1-90 | indented

title "Processes" "only those of this namespace; 1 is launch, waiting for the rest"
processes=$(ps -o pid,ppid,user,args)
echo "$processes" | cut -c1-60 | indented

title "Namespaces" "the kernel's own, for the machine, have numbers below 4026532000"
for kind in cgroup ipc mnt net pid time user uts; do
    number=$(readlink "/proc/self/ns/$kind" | tr -cd 0-9)
    [ "$number" -lt 4026532000 ] && owner="the machine's" || owner="its own"
    printf '%-8s %s  %s\n' "$kind" "$number" "$owner"
done | indented

title "Mounts" "only the new tree; device nodes and what is covered are left out here"
grep -vE '^devtmpfs /|^[^ ]* /(proc|sys)/' /proc/mounts | while read -r _ place kind flags _; do
    printf '%-16s %-10s %s\n' "$place" "$kind" "$(echo "$flags" | cut -d, -f1-4)"
done | indented

title "Devices" "just these"
for place in /dev/*; do printf '%s ' "${place##*/}"; done | fold -s -w 80 | indented

title "Network" "just the loopback"
ip -o addr | awk '{print $2, $4}' | indented
