#!/bin/sh
# Measures the GPU of this machine: ./run.sh --help. Needs nothing but the C library and a GPU's driver.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
node="$here/bin/node"
# A container may have no home for its user, and drivers and compilers keep their caches there.
HOME=${HOME:-${TMPDIR:-/tmp}}
export HOME
# Dawn is WebGPU in Node, and asks most of the machine.
loads() { "$node" -e 'require(process.argv[1])' "$here/app/node_modules/webgpu/dist/linux-x64/dawn.node"; }

# A driver may need a newer C++ library than the one in the archive: the machine's own is preferred.
if ! loads 2>/dev/null; then
  LD_LIBRARY_PATH="$here/lib/runtime${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  export LD_LIBRARY_PATH
  if ! loads; then
    echo "Node or Dawn does not start here. They need x86-64 Linux, glibc @GLIBC@ and a libstdc++ with @CXX@." >&2
    exit 1
  fi
fi
exec "$node" "$here/app/bench/bundle/run-command.js" "$@"
