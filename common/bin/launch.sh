# Sourced by the three launchers with $program set: finds the program's jars, builds them when they are missing or older
# than their sources, and becomes the Java program. Everything it says goes to stderr; stdout is the program's.

say() { printf '%s: %s\n' "$program" "$*" >&2; }

# Sets java_version to what the Java at $1 (its home) calls itself, from the file that every JDK carries; empty if there is none.
read_java_version() {
    java_version=
    [ -r "$1/release" ] || return 0
    while IFS='"' read -r name value rest; do
        [ "$name" != JAVA_VERSION= ] || java_version=$value
    done <"$1/release"
}

# Sets java_home to $1, and java_version, if there is a Java of version 17 or later that will do $2: to-run, or to-build.
try_java() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
    [ "$2" != to-build ] || [ -x "$1/bin/javac" ] || return 1
    read_java_version "$1"
    major=${java_version%%[!0-9]*}
    [ -n "$major" ] && [ "$major" -ge 17 ] && java_home=$1
}

# The same with the first one of these that will do: JAVA_HOME, the java on the PATH, what the system has.
find_java() {
    java_home=
    try_java "${JAVA_HOME:-}" "$1" && return 0
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
    for candidate in "$on_path" /usr/lib/jvm/*; do
        try_java "$candidate" "$1" && return 0
    done
    return 1
}

# What is missing, as Debian package names.
missing_packages() {
    find_java "$1" || printf 'openjdk-17-jdk-headless '
    [ "$1" = to-run ] || command -v mvn >/dev/null || printf 'maven '
    command -v ip >/dev/null || [ -x /sbin/ip ] || [ -x /usr/sbin/ip ] || printf 'iproute2 '
}

# Installs what is missing where that can be done, or says exactly what is and ends with 5.
install_missing() {
    packages=$(missing_packages "$1")
    [ -n "$packages" ] || return 0
    packages=${packages% }
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "error: this machine lacks: $packages (Debian's names; any JDK of version 17 or later will do)"
        say "hint: sudo apt-get install $packages"
        exit 5
    fi
    say "installing $packages with apt-get"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if ! apt-get update >"$log" 2>&1; then
        cat "$log" >&2
    fi
    case $packages in
    *openjdk-17-jdk-headless*)
        # A distribution of another year has another JDK: take the first one that it offers.
        for jdk in openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless default-jdk-headless; do
            apt-cache policy "$jdk" 2>/dev/null | grep -q 'Candidate: [0-9]' && break
        done
        packages=$(printf '%s' "$packages" | sed "s/openjdk-17-jdk-headless/$jdk/")
        ;;
    esac
    # shellcheck disable=SC2086
    if ! apt-get install -y --no-install-recommends $packages >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        say "error: could not install $packages"
        exit 5
    fi
    rm -f "$log"
    if ! find_java "$1"; then
        say "error: no Java of version 17 or later after installing $packages"
        exit 5
    fi
}

# True when the jar is there and nothing that goes into it is newer than it, or than the last build that found it current.
is_current() {
    [ -f "$jar" ] || return 1
    reference=$jar
    [ ! -f "$stamp" ] || [ "$stamp" -ot "$jar" ] || reference=$stamp
    for module in $modules; do
        set -- "$@" "$root/$module/src/main" "$root/$module/pom.xml"
    done
    [ -z "$(find "$root/pom.xml" "$@" -newer "$reference" -print -quit 2>/dev/null)" ]
}

build() {
    install_missing to-build
    find_java to-build
    say "building (once, until the sources change)"
    log=$(mktemp)
    if ! (cd "$root" && JAVA_HOME=$java_home mvn -B -q -DskipTests -DskipITs -Dspotless.check.skip=true \
        -pl "$program" -am package) >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        say "error: the build failed, see above"
        exit 5
    fi
    rm -f "$log"
    touch "$stamp"
}

# Waits for what was started last: as long as the shell waits it hears signals at once, and not while it runs something itself. Before it is
# started $child is emptied: then who is ended before he has noted it here still knows whom to end.
await() {
    child=$!
    code=0
    wait "$child" || code=$?
    child=none
    return "$code"
}

# What was started last goes on beside all that comes; $child was emptied before it was started.
note_daemon() {
    daemon=$!
    child=none
}

# Runs our words for the sake of the classes that they load, which become a list in $directory.
rehearse() {
    child=
    rehearse_beside "$@" &
    await
}

# The same, in place of the shell that runs it.
rehearse_beside() {
    # shellcheck disable=SC2086
    exec $as_root "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable \
        "-XX:DumpLoadedClassList=$directory/%p.list" "-Dorg.mobileip.class-lists=$directory" \
        -jar "$jar" "$@" >/dev/null 2>&1
}

# The same in a network of its own, where nothing is but the loopback, or not at all where this user may have none.
rehearse_alone() {
    alone="unshare --net"
    [ "$(id -u)" -eq 0 ] || alone="unshare --user --map-root-user --net"
    PATH=$PATH:/usr/sbin:/sbin
    $alone true 2>/dev/null || return 0
    # shellcheck disable=SC2016
    exec timeout 60 $alone sh -c 'ip link set lo up && exec "$@"' sh \
        "$java_home/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable \
        "-XX:DumpLoadedClassList=$directory/%p.list" -jar "$jar" "$@" >/dev/null 2>&1
}

# Starts the daemon of $file, and waits until it answers.
rehearse_start() {
    child=
    rehearse_alone run -c "$file" "$@" &
    note_daemon
    for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        answer=0
        rehearse status -c "$file" || answer=$?
        [ "$answer" -eq 6 ] && kill -0 "$daemon" 2>/dev/null || break
    done
}

# A daemon that nobody needs: it starts, is asked how it is, and ends.
rehearse_daemon() {
    file=$directory/$program.toml
    (umask 077 && echo "text:nobody has this one" >"$directory/key")
    case $program in
    home-agent)
        printf '%s\n' 'version = 1' 'address = "10.10.0.1"' 'network = "10.10.0.0/24"' '[daemon]' \
            'control = "home-agent.sock"' 'state = "state"' '[[node]]' 'name = "nobody"' 'address = "10.10.0.2"' \
            'spi = 256' 'key = "key"' '[[pool]]' 'name = "nobodies"' 'range = "10.10.0.8-10.10.0.15"' '[[node]]' \
            'name = "nobodies"' 'nai = "@example.org"' 'pool = "nobodies"' 'spi = 256' 'key = "key"' >"$file"
        ;;
    mobile-node)
        printf '%s\n' 'version = 1' 'name = "nobody"' '[home]' 'address = "10.10.0.2/24"' 'agent = "10.10.0.1"' \
            '[security]' 'spi = 256' 'key = "key"' '[[interface]]' 'match = "eth*"' '[daemon]' \
            'control = "mobile-node.sock"' >"$file"
        ;;
    esac
    rehearse_start
    case $program in
    home-agent)
        rehearse bindings -c "$file"
        rehearse node list -c "$file"
        kill "$daemon" 2>/dev/null
        wait "$daemon" 2>/dev/null
        rehearse_start --no-rehearsal # From what the one before has kept.
        ;;
    mobile-node) rehearse wait --timeout 0s -c "$file" ;;
    esac
    kill "$daemon" 2>/dev/null
    wait "$daemon" 2>/dev/null
}

# Three short scenarios, one of them with the daemons as processes where that can be done.
rehearse_run() {
    printf '%s\n' 'scenario "preparation"' 'network home 10.10.0.0/24' 'network cafe 192.0.2.0/24' \
        'home-agent ha on home address 10.10.0.1' 'mobile mn home 10.10.0.57' 'host cn on home address 10.10.0.200' \
        'stream voice udp cn <-> mn every 5ms size 160' 'stream file tcp cn -> mn' 'at 100ms move mn to cafe' 'at 600ms stop' \
        'expect registered within 1s after each move' 'expect interruption of voice < 1s after each move' \
        'expect loss of voice < 90% outside moves' 'expect file intact' 'expect no leak' >"$directory/short.scenario"
    child=
    rehearse_beside run "$directory/short.scenario" --world netns --out "$directory/netns" &
    note_daemon
    rehearse run first-handover mobile-network nat --world sim --out "$directory/sim"
    wait "$daemon" 2>/dev/null
}

# Runs the program a little, and keeps the classes that starts need as the JVM has them in memory, which makes all later starts
# quicker. The JVM compares the archive with itself and with the jars, and does without one that does not fit. An empty one says
# that there can be none here.
prepare() {
    [ -w "${archive%/*}" ] && directory=$(mktemp -d) || return 0
    daemon=
    child=none
    leave='kill $daemon ${child:-$!} 2>/dev/null; wait; rm -rf "$directory" "$archive.$$"; exit'
    # shellcheck disable=SC2064
    trap "$leave 130" INT
    # shellcheck disable=SC2064
    trap "$leave 143" TERM
    say "preparing for quicker starts (once, until the sources change)"
    notified=${NOTIFY_SOCKET:-} # by the daemon that is meant, not by those that nobody needs
    unset NOTIFY_SOCKET
    case $program in
    scenarios) rehearse_run ;;
    *) rehearse_daemon ;;
    esac
    # Lists number classes; several of them together do not. Classes of other loaders have no place in an archive.
    cat "$directory"/*.list 2>/dev/null | grep -v ' source: ' | sed 's/ id: [0-9]*$//' | awk '!seen[$0]++' >"$directory/all"
    child=
    "$java_home/bin/java" -Xshare:dump -XX:SharedClassListFile="$directory/all" -XX:SharedArchiveFile="$archive.$$" \
        -Xlog:disable -cp "$jar" >/dev/null 2>&1 &
    await
    [ -f "$archive.$$" ] || : >"$archive.$$"
    mv -f "$archive.$$" "$archive"
    rm -rf "$directory"
    [ -z "$notified" ] || export NOTIFY_SOCKET="$notified"
    trap - INT TERM
}

# True when there is an archive and nothing that its classes are from is newer: with one that does not fit the JVM would do without
# its own as well.
is_prepared() {
    [ -f "$archive" ] && [ ! "$archive" -ot "$jar" ] \
        && [ -z "$(find "${jar%/*}/lib" -name '*.jar' -newer "$archive" -print -quit 2>/dev/null)" ]
}

root=${here%/*/*}
if [ -f "$root/pom.xml" ]; then
    jar=$root/$program/target/$program.jar
    stamp=$root/$program/target/.built
    if ! is_current; then
        mkdir -p "$root/$program/target"
        if command -v flock >/dev/null; then
            exec 9>"$root/.build.lock"
            flock 9
            is_current || build
            exec 9>&-
        else
            build
        fi
    fi
else
    jar=$root/lib/$program.jar
    if [ ! -f "$jar" ]; then
        say "error: $jar is missing; install the package again"
        exit 5
    fi
fi
find_java to-run || install_missing to-run
# A Java that makes no archive leaves an empty one. What is of use to no other Java has its version in its name.
archive=${jar%.jar}-$java_version.jsa

# What makes network namespaces needs to be root, at least in a user namespace of its own; Java says so where that is refused.
as_root=
if [ "$program" = scenarios ] && [ "$(id -u)" -ne 0 ]; then
    case ${1:-} in
    run | calibrate | bench | load | doctor)
        if unshare --user --map-root-user true 2>/dev/null; then
            as_root="unshare --user --map-root-user --"
        fi
        ;;
    esac
fi

prepared=no
! is_prepared || prepared=yes
case $program:${1:-}:" $* " in
*" --help "* | *" -h "*) ;; # Who only asks is not to wait.
*:run:* | scenarios:load:*)
    if [ "$prepared" = no ] && [ -f "$root/pom.xml" ]; then
        prepare
        ! is_prepared || prepared=yes
    fi
    ;;
esac

# A client command lives for a blink: no time for the optimising compiler. A daemon or a scenario lives longer, and a scenario
# has room for what it allocates in a usual run: a collection would hold up the packets on its wires. For the same reason a
# daemon may fill 64 MB with classes before the JVM collects because of them (25 ms at 21 MB, in the middle of a handover).
# What a daemon does in a handover runs too seldom for that compiler, which would count and not compile (ADR 0037). A home agent
# that serves ten thousand requests a second has it with MOBILEIP_JAVA_OPTIONS=-XX:TieredStopAtLevel=4.
case $program:${1:-} in
scenarios:run | scenarios:calibrate | scenarios:bench | scenarios:load) tuning="-XX:+UseSerialGC -Xms320m -Xmn256m" ;;
*:run) tuning="-XX:+UseSerialGC -Xms64m -Xmn32m -XX:MetaspaceSize=64m -XX:TieredStopAtLevel=1" ;;
*) tuning="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto" ;;
esac
# What a daemon does in a handover is in no cache any more, and where it is the processor finds sooner in large pages (ADR 0044). Where the
# kernel has none Java would say so on stdout.
case $program:${1:-} in
home-agent:run | mobile-node:run)
    { read -r pages </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null || pages='[never]'
    case $pages in
    *'[never]'*) ;;
    *) tuning="$tuning -XX:+UseTransparentHugePages" ;;
    esac
    ;;
esac
# A home agent that starts with many bindings needs large arrays at once. They are not to be copied from one part of the heap to the next.
case $program:${1:-} in
home-agent:run)
    tuning="$tuning -XX:PretenureSizeThreshold=1m"
    # A collection of all takes three hundredths of a second at a million bindings, so it may come before there are two thirds more of them; and
    # what was needed for a while only, as at a start, is given back.
    tuning="$tuning -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps"
    ;;
esac
# A simulated scenario is over in less than a second: what the optimising compiler would do for it is done too late.
case $program:" $* " in
scenarios:*" --world sim "* | scenarios:*" --world=sim "*)
    tuning="$tuning -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
    tuning="$tuning -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
    ;;
esac
set -- -jar "$jar" "$@"
if [ "$prepared" = yes ] && [ -s "$archive" ]; then
    # What the JVM says of an archive that does not fit would go to stdout. Left to itself it would have the archive anywhere in memory,
    # and write each address in it anew at each start; and verify old class files (ADR 0032).
    set -- -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:-BytecodeVerificationRemote \
        "-XX:SharedArchiveFile=$archive" -Xshare:auto -Xlog:disable "-Dorg.mobileip.archive=$archive" "$@"
fi
export MOBILEIP_LAUNCHER="$here/$program" # for a daemon that starts the one that takes over from it
# shellcheck disable=SC2086
exec $as_root "$java_home/bin/java" $tuning ${MOBILEIP_JAVA_OPTIONS:-} "$@"
