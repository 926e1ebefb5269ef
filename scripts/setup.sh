#!/usr/bin/env bash
# Prepares a machine for gen-binder: system packages, Chinese fonts, a virtual environment.
# 准备运行环境：系统软件包、中文字体、Python 虚拟环境。可反复运行，已装好的部分会跳过。
#
# PYTHON=/path/to/python   use this interpreter (3.11 or newer) / 指定 Python 解释器
# SKIP_SYSTEM=1            go on without absent system packages / 缺系统软件包也继续
# WITH_TESTS=1             what only the tests use as well / 也装只有测试才用的软件
# KEEP_SOURCES=1           add no package source for a newer LibreOffice / 不为新版 LibreOffice 添加软件源
#
# Ends with 0 when all is ready and with 2 when something must be done by hand first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly APT_PAUSE=${APT_PAUSE:-5} # seconds between two tries of apt-get
readonly OFFICE_TESTED=25.2 # older ones lay the letter grid of official documents wrongly
readonly OFFICE_SOURCE=${OFFICE_SOURCE:-/etc/apt/sources.list.d/gen-binder-backports.sources}
readonly OFFICE_PACKAGE=libreoffice-common # part of every LibreOffice of the distribution
readonly FONT_FOLDER=.fonts
readonly FONT_SOURCE=texlive-lang-chinese
readonly FONTS=(
    FandolFang-Regular.otf FandolKai-Regular.otf FandolHei-Regular.otf FandolHei-Bold.otf
    FandolSong-Regular.otf FandolSong-Bold.otf COPYING
)
readonly STAMP=.venv/.gen-binder-set-up

lists_are_fresh=

say() { printf '%s\n' "$@" >&2; }

stop() {
    say "" "$@"
    exit 2
}

is_root() { [[ $(id -u) == 0 ]]; }

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# Prints the packages of LibreOffice, one per line. The desktop LibreOffice and the one without
# windows exclude each other, so the kind that is there is the one completed.
office_packages() {
    local kind=-nogui
    if [[ $(dpkg-query -W -f '${db:Status-Status}' libreoffice-core 2>/dev/null) == installed* ]]; then
        kind=
    fi
    printf '%s\n' "libreoffice-writer$kind" "libreoffice-calc$kind" "libreoffice-impress$kind"
}

# Prints the system packages that gen-binder needs, one per line.
needed_packages() {
    office_packages
    printf '%s\n' libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils fonts-liberation \
        fonts-lxgw-wenkai fonts-noto-core fonts-hanazono fonts-babelstone-han fonts-symbola \
        fonts-unifont libarchive13 libheif-examples
    if ! find_python >/dev/null; then
        printf '%s\n' python3 python3-venv
    fi
    if [[ -n ${WITH_TESTS:-} ]]; then
        printf '%s\n' strace libpdfbox2-java libjaxb-api-java libactivation-java
        if ! command -v java >/dev/null; then
            printf '%s\n' default-jre-headless
        fi
    fi
}

# Prints those of the needed packages that are not installed.
absent_packages() {
    local needed installed
    mapfile -t needed < <(needed_packages)
    installed=$(
        dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${needed[@]}" 2>/dev/null |
            sed -n 's/ installed$//p'
    ) || true
    printf '%s\n' "${needed[@]}" | grep -vxF -f <(printf '%s\n' "$installed" | sed '/^$/d') || true
}

# Runs apt-get. Another installation that is running (an update at night, the software centre) holds
# its lock: it is told once and waited for, 30 minutes at most.
apt() {
    local errors told= tries=0
    errors=$(mktemp)
    until LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null >&2 2>"$errors"; do
        if ! grep -qE '(could not get|unable to (lock|acquire)).*lock' <(tr '[:upper:]' '[:lower:]' <"$errors") ||
            ((++tries > 30 * 60 / APT_PAUSE)); then
            cat "$errors" >&2
            rm -f "$errors"
            return 1
        fi
        [[ -n $told ]] || say "另一个安装或更新程序正在运行，等它结束后自动继续……" \
            "another installation or update is running; this goes on when it has ended"
        told=1
        sleep "$APT_PAUSE"
    done
    rm -f "$errors"
}

refresh_lists() {
    [[ -n $lists_are_fresh ]] && return
    apt update -qq || stop \
        "apt-get update 没有成功：请检查网络或软件源，然后重新运行。" \
        "apt-get update failed: check the network or the package sources, then run this again."
    lists_are_fresh=1
}

# Prints the version of LibreOffice that is installed, or that apt would install ("Installed",
# "Candidate"), without what the distribution adds; nothing when there is none.
office_version() {
    LC_ALL=C apt-cache policy "$OFFICE_PACKAGE" 2>/dev/null |
        sed -nE "s/^ *$1: ([0-9]+:)?([0-9.]*[0-9]).*/\2/p"
}

is_tested_office() { [[ -n $1 ]] && dpkg --compare-versions "$1" ge "$OFFICE_TESTED"; }

# Prints where apt gets this release from: the address, the name of the suite of newer packages.
backports() {
    local codename
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        sed -n "s/^\([^ ]*\) $codename main$/\1 $codename-backports/p" | head -n 1
}

# Adds the suite of newer packages at the address that apt uses already, and says so.
add_backports() {
    local site=$1 suite=$2 keys=/usr/share/keyrings/debian-archive-keyring.gpg
    apt-get indextargets --format '$(RELEASE)' 'Created-By: Packages' | grep -qxF "$suite" && return
    say "为安装新版 LibreOffice，添加软件源 $suite（地址与本机现有的软件源相同）：$OFFICE_SOURCE" \
        "不想添加的，请加 KEEP_SOURCES=1；删去这个文件即可复原。" \
        "Adding the package source $suite, for a newer LibreOffice: $OFFICE_SOURCE"
    {
        printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$site" "$suite"
        [[ ! -f $keys ]] || printf 'Signed-By: %s\n' "$keys"
    } >"$OFFICE_SOURCE"
    apt update -qq -o Dir::Etc::sourcelist="$OFFICE_SOURCE" -o Dir::Etc::sourceparts=- \
        -o APT::Get::List-Cleanup=0 && return
    rm -f "$OFFICE_SOURCE"
    say "软件源里没有 $suite，已撤回，沿用原有的 LibreOffice。" \
        "There is no $suite at that address; the source was taken back, the LibreOffice stays."
    return 1
}

# Installs a LibreOffice that lays the letter grid right, where one can be had. With an older one the
# program works too: it says what is different.
install_office() {
    local found site suite target=()
    is_tested_office "$(office_version Installed)" && return
    if [[ -n ${SKIP_SYSTEM:-} ]] || ! is_root; then return; fi
    refresh_lists
    if ! is_tested_office "$(office_version Candidate)"; then
        [[ -z ${KEEP_SOURCES:-} ]] || return 0
        found=$(backports)
        read -r site suite <<<"$found" || true
        [[ -n $suite ]] && add_backports "$site" "$suite" || return 0
        target=(-t "$suite")
    fi
    local packages
    mapfile -t packages < <(office_packages)
    say "正在安装 LibreOffice / installing LibreOffice: ${packages[*]}"
    apt install -y -qq --no-install-recommends "${target[@]}" "${packages[@]}" || say \
        "新版 LibreOffice 没有装上，原因见上；沿用原有的。" \
        "The newer LibreOffice was not installed, see above; the one that is there stays."
}

# Says which LibreOffice there is, and what an older one means.
tell_office() {
    local version
    version=$(office_version Installed)
    if [[ -z $version ]]; then return; fi
    say "LibreOffice $version"
    is_tested_office "$version" || say \
        "低于测试用的 $OFFICE_TESTED：公文的字数网格按行网格排，个别版面与 Word、WPS 不同。" \
        "Older than the tested $OFFICE_TESTED: letter grids are laid as line grids."
}

install_packages() {
    install_office
    local absent
    mapfile -t absent < <(absent_packages)
    [[ ${#absent[@]} == 0 ]] && return
    if [[ -n ${SKIP_SYSTEM:-} ]]; then
        say "缺少系统软件包，按 SKIP_SYSTEM 的要求继续 / going on without: ${absent[*]}"
        return
    fi
    is_root || stop \
        "缺少系统软件包：${absent[*]}" \
        "请运行下面这条命令（需要管理员密码），然后重新运行：" \
        "System packages are absent. Run this command, then run this again:" \
        "" \
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${absent[*]}" \
        "" \
        "没有管理员权限时，可加 SKIP_SYSTEM=1 继续（缺 LibreOffice 时 Office 文件以缺项页代替）。" \
        "Without administrator rights, SKIP_SYSTEM=1 goes on (without LibreOffice, Office files get slips)."
    say "正在安装系统软件包 / installing system packages: ${absent[*]}"
    refresh_lists
    apt install -y -qq --no-install-recommends "${absent[@]}" || stop \
        "系统软件包没有装上，原因见上。解决后重新运行。" \
        "The system packages were not installed; see above. Run this again when that is solved."
}

# On a system without apt nothing is installed: what is needed is looked for and named.
look_for_programs() {
    local python absent=()
    command -v soffice >/dev/null || command -v libreoffice >/dev/null ||
        absent+=("LibreOffice: Writer, Calc, Impress / 命令 soffice")
    command -v pdftotext >/dev/null || absent+=("Poppler / 命令 pdftotext")
    command -v heif-dec >/dev/null || command -v heif-convert >/dev/null ||
        absent+=("libheif / 命令 heif-convert")
    if python=$(find_python); then
        "$python" -c 'import ctypes.util as u; raise SystemExit(not u.find_library("pangoft2-1.0"))' ||
            absent+=("Pango / 库 pangoft2-1.0")
    fi
    [[ ${#absent[@]} == 0 ]] && return
    say "" "本系统没有 apt，下列软件需要自行安装 / no apt here, please install:"
    printf '    %s\n' "${absent[@]}" >&2
    [[ -n ${SKIP_SYSTEM:-} ]] || stop \
        "装好后重新运行；要先不装而继续，请加 SKIP_SYSTEM=1。" \
        "Run this again when they are there; SKIP_SYSTEM=1 goes on without them."
}

# Prints the first interpreter that is new enough and can make virtual environments.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.11 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

fonts_are_there() {
    local name
    for name in "${FONTS[@]}"; do
        [[ -s $FONT_FOLDER/$name ]] || return 1
    done
}

# The fonts are taken out of Debian's package, which itself is not installed: it would bring
# hundreds of megabytes of TeX along.
fetch_fonts() {
    fonts_are_there && return
    has_apt || stop \
        "缺少中文字体。请从 CTAN 的 fandol 字体包取下列文件，放到 $FONT_FOLDER/ 后重新运行：" \
        "Chinese fonts are absent. Put these files of CTAN's fandol package into $FONT_FOLDER/:" \
        "    ${FONTS[*]}"
    say "正在取中文字体 / fetching Chinese fonts: $FONT_SOURCE"
    if is_root; then refresh_lists; fi
    local work
    mkdir -p "$FONT_FOLDER"
    work=$(mktemp -d -p "$FONT_FOLDER")
    # shellcheck disable=SC2064  # the folder is known now and not when the trap runs
    trap "rm -rf '$work'" EXIT
    (cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "$FONT_SOURCE" >&2) || stop \
        "中文字体没有下载成功。请检查网络；如未更新过软件源，先运行 sudo apt-get update，再重新运行。" \
        "The fonts were not downloaded. Check the network, run: sudo apt-get update, then run this again."
    dpkg --fsys-tarfile "$work/$FONT_SOURCE"_*.deb | tar -x -C "$work" --wildcards \
        '*/fandol/Fandol*-*.otf' '*/fandol/COPYING*'
    find "$work" -name 'COPYING.gz' -exec gunzip {} +
    local name
    for name in "${FONTS[@]}"; do
        find "$work" -path "*/fandol/$name" -exec mv {} "$FONT_FOLDER/" \;
    done
    rm -rf "$work"
    fonts_are_there || stop \
        "软件包 $FONT_SOURCE 里没有找到需要的字体，请把下列文件放到 $FONT_FOLDER/ 后重新运行：" \
        "The package $FONT_SOURCE lacks the fonts. Put these files into $FONT_FOLDER/:" \
        "    ${FONTS[*]}"
}

# What the environment was made from; a change of any of it makes the environment anew.
environment_key() {
    printf '%s\n' "$PWD"
    cksum requirements.txt pyproject.toml scripts/setup.sh generator/__init__.py
}

# True when the environment's interpreter runs, is new enough and was made at this very place
# (the programs of a folder that was moved point to where it stood before).
environment_works() {
    .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        head -n 2 .venv/bin/pip 2>/dev/null | grep -qF "$PWD/.venv/bin/python"
}

make_environment() {
    local python key
    key=$(environment_key)
    if environment_works && [[ $key == "$(cat "$STAMP" 2>/dev/null)" ]]; then
        return
    fi
    python=$(find_python) || stop \
        "没有找到可用的 Python 3.11 或更新版本（须带 venv 和 ensurepip）。请安装后重新运行，" \
        "或指定解释器：PYTHON=/路径/python3.11" \
        "No Python 3.11 or newer with venv and ensurepip was found. Install one and run this again," \
        "or name it: PYTHON=/path/to/python3.11"
    say "正在准备 Python 虚拟环境（首次约一两分钟）/ preparing the virtual environment: .venv"
    rm -f "$STAMP"
    environment_works || "$python" -m venv --clear .venv
    local pip=(.venv/bin/python -m pip --disable-pip-version-check -qq)
    {
        "${pip[@]}" install -r requirements.txt &&
            "${pip[@]}" install --no-deps --no-build-isolation -e .
    } </dev/null >&2 || stop \
        "Python 软件包没有装上，原因见上。请检查网络或 pip 的镜像设置，然后重新运行。" \
        "The Python packages were not installed; see above. Check the network or pip's index, then run this again."
    printf '%s\n' "$key" >"$STAMP"
}

# Child processes may not write where the program lies, so its bytecode is made beforehand.
compile_program() {
    .venv/bin/python -m compileall -q generator >&2 || true
}

if has_apt; then
    install_packages
    tell_office
else
    look_for_programs
fi
fetch_fonts
make_environment
compile_program
