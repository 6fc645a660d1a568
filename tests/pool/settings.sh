# What the pool's scripts share.  Sourced by each; every value can be given in the environment.
set -euo pipefail
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${PHOTOPARSL_POOL_CACHE:-/var/cache/photoparsl-pool} # the tree, kept between runs
state=${PHOTOPARSL_POOL:-$cache/pool}                      # the pool that is up
hours=${PHOTOPARSL_POOL_HOURS:-4}                          # after which it ends by itself
user=${PHOTOPARSL_POOL_USER:-ann}                          # who submits
worker_port=${PHOTOPARSL_POOL_WORKER_PORT:-54321}          # the one port that pilots dial
hosts_file=${PHOTOPARSL_POOL_HOSTS:-$here/hosts}           # names, addresses, who has Python
suite=trixie                                               # the first Debian with HTCondor
tree=$cache/$suite

fail() {
    echo "pool: $*" >&2
    exit 2
}

need() { # PROGRAM...
    for program; do
        command -v "$program" >/dev/null || fail "needs $program, which isn't installed"
    done
}

as_root() {
    [ "$(id -u)" = 0 ] || fail "needs root, for namespaces and overlays"
}

hosts() { # lines 'NAME ADDRESS ROLE', the access point first
    sed -e 's/#.*//' -e '/^ *$/d' "$hosts_file"
}

init_of() { # NAME: the process that is 1 in the host's own process namespace
    cat "$state/$1/pid" 2>/dev/null || fail "there is no host $1: is the pool up?"
}

enter() { # NAME COMMAND...: run a command on a host as root
    local pid
    pid=$(init_of "$1")
    shift
    nsenter --target "$pid" --net --pid --mount --uts --ipc --root --wd -- \
        /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@"
}
