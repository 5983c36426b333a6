# Made by doc/generate.py of the tables in src/.

# Sets `words` to the listed values of option $1; answers 1 when it takes none, as the next word.
_launch_values() {
    words=
    case $1 in
    --writable|--readonly|--map-auto|--clear-env|--new-privs|--privileged|--suid|--allow-userns|--die-with-parent|--linger|--subreaper|--detach|--exec|--dry-run|--verbose|--timings|--help|--version) return 1 ;;
    --propagation) words='private slave shared unchanged left' ;;
    --net) words='none host user' ;;
    --resolv) words='host' ;;
    --hosts) words='host' ;;
    --caps) words='all none' ;;
    --cap-add) words='all' ;;
    --cap-drop) words='all' ;;
    --personality) words='linux linux32 addr-no-randomize' ;;
    --seccomp) words='default none' ;;
    --tty) words='yes' ;;
    --init) words='yes no' ;;
    --signals) words='busybox systemd workload' ;;
    --on-failure) words='poweroff reboot halt kexec panic shell' ;;
    esac
}

# Completes the value $2 of option (or verb) $1.
_launch_value() {
    local words
    _launch_values "$1"
    COMPREPLY=($(compgen -W "$words" -- "$2"))
    case $1 in
    --root|--bind|--ro-bind|--file|--symlink|--resolv|--hosts|--io|--device|--seccomp|--landlock-ro|--landlock-rw|--pid-file|--seed|--report|--input|--output|--errors|--debug-shell|enter|pause|resume|inspect|release)
        compopt -o filenames
        COMPREPLY+=($(compgen -f -- "$2")) ;;
    --overlay|--chdir|--chroot|mount|unmount)
        compopt -o filenames
        COMPREPLY+=($(compgen -d -- "$2")) ;;
    esac
}

# Walks over the words before the current one. Sets `verb`, `first`, the place of the first word
# that is neither an option nor a value, and `option`, whose value the current word is.
_launch_walk() {
    local place=1 words
    verb= option= first=
    case ${COMP_WORDS[1]} in
    run|mount|unmount|enter|kill|stop|pause|resume|list|inspect|release|doctor) [ "$COMP_CWORD" -gt 1 ] && verb=${COMP_WORDS[1]} place=2 ;;
    esac
    while [ "$place" -lt "$COMP_CWORD" ]; do
        case ${COMP_WORDS[place]} in
        --) first=$((place + 1)); return ;;
        -*=*) place=$((place + 1)); continue ;;
        -*) option=${COMP_WORDS[place]} ;;
        *) first=$place; return ;;
        esac
        place=$((place + 1))
        if [ "${COMP_WORDS[place]}" = = ]; then
            place=$((place + 1))
        elif ! _launch_values "$option" || [[ $option = @(--copy|--ephemeral|--tty|--respawn|--watchdog) ]]; then
            option=
            continue
        fi
        while [[ $place -lt $COMP_CWORD && ${COMP_WORDS[place + 1]} = [:=] ]]; do
            place=$((place + 2))
        done
        [ "$place" -ge "$COMP_CWORD" ] && return
        option=
        place=$((place + 1))
    done
}

_launch() {
    local word=${COMP_WORDS[COMP_CWORD]} verb option first words
    COMPREPLY=()
    _launch_walk
    if [ -n "$option" ]; then
        [[ $word = [:=] ]] && word=
        _launch_value "$option" "$word"
    elif [ -n "$first" ]; then
        if [ "$first" = "$COMP_CWORD" ]; then
            COMPREPLY=($(compgen -c -- "$word"))
        else
            compopt -o filenames
            COMPREPLY=($(compgen -f -- "$word"))
        fi
    elif [[ $word = -* ]]; then
        case $verb in
        run) words='--root --copy --ephemeral --overlay --writable --readonly --bind --ro-bind --tmpfs --mount --file --symlink --dir --propagation --share --unshare --join --persist --monotonic --boottime --map-auto --map-uid --map-gid --hostname --net --resolv --hosts --env --clear-env --chdir --chroot --user --groups --uid --gid --caps --cap-add --cap-drop --ambient --new-privs --umask --rlimit --oom-score-adj --cpu-affinity --nice --personality --memory --memory-swap --cpu --pids --io --cgroup --privileged --device --suid --seccomp --allow-userns --landlock-ro --landlock-rw --tty --timeout --grace --die-with-parent --linger --init --signals --subreaper --detach --name --pid-file --info-fd --report-fd --exec --on-failure --respawn --shutdown-timeout --watchdog --seed --report --input --output --errors --debug-shell --dry-run --verbose --timings --help --version' ;;
        mount) words='' ;;
        unmount) words='' ;;
        enter) words='--root --copy --ephemeral --overlay --writable --readonly --bind --ro-bind --tmpfs --mount --file --symlink --dir --propagation --share --unshare --join --persist --monotonic --boottime --map-auto --map-uid --map-gid --hostname --net --resolv --hosts --env --clear-env --chdir --chroot --user --groups --uid --gid --caps --cap-add --cap-drop --ambient --new-privs --umask --rlimit --oom-score-adj --cpu-affinity --nice --personality --memory --memory-swap --cpu --pids --io --cgroup --privileged --device --suid --seccomp --allow-userns --landlock-ro --landlock-rw --tty --timeout --grace --die-with-parent --linger --init --signals --subreaper --detach --name --pid-file --info-fd --report-fd --exec --on-failure --respawn --shutdown-timeout --watchdog --seed --report --input --output --errors --debug-shell --dry-run --verbose --timings --help --version' ;;
        kill) words='' ;;
        stop) words='--grace' ;;
        pause) words='' ;;
        resume) words='' ;;
        list) words='--json' ;;
        inspect) words='--json' ;;
        release) words='' ;;
        doctor) words='--json' ;;
        *) words='--root --copy --ephemeral --overlay --writable --readonly --bind --ro-bind --tmpfs --mount --file --symlink --dir --propagation --share --unshare --join --persist --monotonic --boottime --map-auto --map-uid --map-gid --hostname --net --resolv --hosts --env --clear-env --chdir --chroot --user --groups --uid --gid --caps --cap-add --cap-drop --ambient --new-privs --umask --rlimit --oom-score-adj --cpu-affinity --nice --personality --memory --memory-swap --cpu --pids --io --cgroup --privileged --device --suid --seccomp --allow-userns --landlock-ro --landlock-rw --tty --timeout --grace --die-with-parent --linger --init --signals --subreaper --detach --name --pid-file --info-fd --report-fd --exec --on-failure --respawn --shutdown-timeout --watchdog --seed --report --input --output --errors --debug-shell --dry-run --verbose --timings --help --version' ;;
        esac
        COMPREPLY=($(compgen -W "$words" -- "$word"))
    elif [ -n "$verb" ] && [ "$verb" != run ]; then
        _launch_value "$verb" "$word"
    else
        COMPREPLY=($(compgen -c -- "$word"))
        [ -z "$verb" ] && [ "$COMP_CWORD" = 1 ] &&
            COMPREPLY+=($(compgen -W 'run mount unmount enter kill stop pause resume list inspect release doctor' -- "$word"))
    fi
    return 0
}

complete -F _launch launch
