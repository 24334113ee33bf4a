#!/bin/sh
# Put nnviz into the menu of this user, with its icon and its kinds of files: ./install.sh; ./install.sh --remove
# takes it out again. The folder stays where it is.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
menu=$data/applications/nnviz.desktop
icon=$data/icons/hicolor/scalable/apps/nnviz.svg
type_icon=$data/icons/hicolor/scalable/mimetypes/application-x-nnviz-run.svg
types=$data/mime/packages/nnviz.xml
command=$HOME/.local/bin/nnviz

if [ "${1:-}" = --remove ]; then
    rm -f -- "$menu" "$icon" "$type_icon" "$types"
    if [ -h "$command" ]; then rm -f -- "$command"; fi
else
    mkdir -p -- "${menu%/*}" "${icon%/*}" "${type_icon%/*}" "${types%/*}" "${command%/*}"
    quoted=$(printf '%s' "$here/nnviz" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g' -e 's/[\\&|]/\\&/g')
    sed -e "s|^Exec=nnviz|Exec=\"$quoted\"|" "$here/share/applications/nnviz.desktop" > "$menu"
    cp -- "$here/share/icons/hicolor/scalable/apps/nnviz.svg" "$icon"
    cp -- "$here/share/icons/hicolor/scalable/apps/nnviz.svg" "$type_icon"
    cp -- "$here/share/mime/packages/nnviz.xml" "$types"
    if [ -e "$command" ] && [ ! -h "$command" ]; then
        echo "$command is a file of somebody else's and was left alone."
    else
        ln -sf -- "$here/nnviz" "$command"
    fi
fi
if command -v update-mime-database >/dev/null; then update-mime-database "$data/mime"; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$data/applications"; fi
if [ "${1:-}" = --remove ]; then echo "nnviz is no longer in the menu."; else echo "nnviz is in the menu; the command is $command."; fi
