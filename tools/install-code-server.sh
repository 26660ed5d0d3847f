#!/usr/bin/env bash
# Installs code-server, the server half of the workbench that tests run in, from the npm registry
# only; no install script is run but those that compile.
# usage: install-code-server.sh [DIR]
set -euo pipefail

dir=${1:-"$(dirname "$0")/../.code-server"}
version=${CODE_SERVER_VERSION:-4.100.3}
# code-server's ripgrep downloads its binary from elsewhere; this package carries it.
ripgrep=@vscode/ripgrep-linux-$(node -p process.arch)@${RIPGREP_VERSION:-1.18.0}

mkdir -p "$dir"
cd "$dir"
[ -f package.json ] || echo '{"private":true}' > package.json
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
npm install "${quiet[@]}" --no-save --no-package-lock "code-server@$version" "$ripgrep"
vscode=$PWD/node_modules/code-server/lib/vscode
(cd "$vscode" && npm install "${quiet[@]}" --omit=dev)
(cd "$vscode/extensions" && npm install "${quiet[@]}" --omit=dev)

# What code-server's postinstall script does.
ln -sfn node_modules "$vscode/node_modules.asar"
ln -sf code-linux.sh "$vscode/bin/remote-cli/code-server"
ln -sf browser-linux.sh "$vscode/bin/helpers/browser.sh"
mkdir -p "$vscode/node_modules/@vscode/ripgrep/bin"
cp node_modules/@vscode/ripgrep-linux-*/bin/rg "$vscode/node_modules/@vscode/ripgrep/bin/rg"

# Compiled by the machine's own compiler; without the first two the server works and complains.
(cd "$vscode" && npm rebuild @vscode/spdlog native-watchdog --foreground-scripts > native-build.log 2>&1) ||
  echo 'note: @vscode/spdlog or native-watchdog did not build; the tests run all the same'
# The terminals that tasks run in. Its last script fails, behind what is needed: that is for Windows.
(cd "$vscode" && npm rebuild node-pty --foreground-scripts >> native-build.log 2>&1) ||
  [ -f "$vscode/node_modules/node-pty/build/Release/pty.node" ] ||
  echo 'note: node-pty did not build; there are no terminals, and no tasks'
node "$vscode/out/server-main.js" --version
