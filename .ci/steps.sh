# What `test` and `.ci/sanitizers` have in common; to be sourced, in the folder of the project.
jobs=$(nproc)
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
step() { printf '\n== %s\n' "$*"; }
# long LOG COMMAND...: what takes long says how far it is; its output goes to a file, and is shown if it fails.
long() { .ci/progress "build/$1.log" "${@:2}"; }
# build PRESET [ARGUMENT...]: of `cmake --build`, its targets for example
build() {
    long "configure-$1" cmake --preset "$1"
    long "build-$1" cmake --build --preset "$1" -j "$jobs" "${@:2}"
}
