#!/usr/bin/env bash
# Makes a disk image of the .app that `python -m tools.bundle` has made: make-dmg.sh FOLDER/阅报.app VERSION OUT.dmg
# Signs it where SIGN_AS names an identity of the keychain; without one a person has to allow it in the settings.
# Has Apple notarise it where NOTARY_PROFILE names what `xcrun notarytool store-credentials` has kept.
set -euo pipefail
app=$1 version=$2 out=$3
if [ -n "${SIGN_AS:-}" ]; then
    codesign --deep --force --options runtime --timestamp --sign "$SIGN_AS" "$app"
else
    codesign --deep --force --sign - "$app"
fi
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
cp "$(dirname "$0")"/../../../{LICENSE,NOTICES.md} "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -quiet -volname "阅报 $version" -srcfolder "$stage" -format ULMO -ov "$out"
if [ -n "${SIGN_AS:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
    codesign --force --timestamp --sign "$SIGN_AS" "$out"
    xcrun notarytool submit "$out" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$out"
fi
