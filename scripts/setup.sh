#!/usr/bin/env bash
# setup.sh run|test|bench: install what is missing; does nothing, quickly, when all is there.
# A refusal is one sentence on stderr and exit code 1. Nothing installed here is started as a service.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

refuse() { echo "$1" >&2; exit 1; }

packages_for_run=(libpango-1.0-0 libpangoft2-1.0-0)
packages_for_test=(postgresql postgresql-contrib redis-server chromium poppler-utils libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2)

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

find_python() {
    local candidate
    for candidate in python3.11 /usr/bin/python3.11 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

check_space() { # megabytes
    local free
    free=$(df --output=avail -m . | tail -n 1)
    [ "$free" -ge "$1" ] || refuse "Ổ đĩa chỉ còn $free MB, cần ít nhất $1 MB; hãy dọn bớt rồi chạy lại."
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

may_install() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }
}

# Servers that come with packages are not started: the tests bring up their own, and only while they run.
keep_services_still() {
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
        as_root chmod 755 /usr/sbin/policy-rc.d
        trap 'as_root rm -f /usr/sbin/policy-rc.d; rm -f "$log"' EXIT
    fi
    if ! is_installed postgresql-common; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
}

install_packages() {
    local name missing=()
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || refuse "Máy này không có apt-get; hãy tự cài các gói tương đương: ${missing[*]}."
    may_install || refuse "Cần quyền quản trị để cài đặt; hãy nhờ quản trị viên chạy: apt-get install ${missing[*]}"
    check_space 1500
    echo "Đang cài gói hệ thống: ${missing[*]}"
    keep_services_still
    local had_redis=yes
    is_installed redis-server || had_redis=no
    {
        as_root apt-get update -q &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
                -o Dpkg::Options::=--force-confold "${missing[@]}"
    } >"$log" 2>&1 </dev/null || refuse_with_log "Không cài được gói hệ thống (${missing[*]}); hãy kiểm tra mạng và nguồn apt."
    if [ "$had_redis" = no ] && is_installed redis-server && [ -d /run/systemd/system ]; then
        as_root systemctl disable -q redis-server 2>/dev/null || true
    fi
}

refuse_with_log() {
    mkdir -p data
    cp "$log" data/setup.log
    refuse "$1 Chi tiết: data/setup.log."
}

make_environment() {
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        return
    fi
    local python
    python=$(find_python)
    if [ -z "$python" ]; then
        install_packages python3 python3-venv
        python=$(find_python)
    fi
    [ -n "$python" ] || refuse "Không tìm thấy Python 3.11 trên máy này; hãy cài python3.11 và python3.11-venv."
    check_space 1000
    echo "Đang tạo môi trường Python (.venv)"
    "$python" -m venv --clear .venv >"$log" 2>&1 || refuse_with_log "Không tạo được môi trường Python trong .venv."
}

# .venv/installed-NAME holds the lock file's hash as it was when it was installed last.
install_libraries() { # run|test
    local lock=requirements/$1.txt hash
    hash=$(sha256sum "$lock" | cut -d' ' -f1)
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" != "$hash" ] || return 0
    check_space 1000
    echo "Đang cài thư viện Python ($lock)"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1 ||
        refuse_with_log "Không tải hoặc không cài được thư viện Python; hãy kiểm tra mạng rồi chạy lại."
    echo "$hash" >".venv/installed-$1"
}

case $purpose in
run)
    make_environment
    install_packages "${packages_for_run[@]}"
    install_libraries run
    ;;
test | bench)
    make_environment
    install_packages "${packages_for_run[@]}" "${packages_for_test[@]}"
    # The lock for tests holds everything the other one holds.
    install_libraries test
    ;;
*) refuse "Cách dùng: scripts/setup.sh run|test|bench" ;;
esac
