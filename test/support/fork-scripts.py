"""Runs scripts in forks of this process, which has imported the packages that they import: `fork-scripts.py SOCKET`.

Each connection to SOCKET sends a line of `{"script", "args"}` and receives `{"code", "stdout", "stderr"}`. A script is
alone as in a process of its own, but need not wait for its packages: importing anndata takes more than a second. Prints a
line when it listens, and ends with its standard input.
"""

import ast
import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import tempfile
import traceback

seen = set()


def imported(script):
    """Names of modules that a script imports, anywhere in it; a broken one will say so when it runs."""
    nodes = []
    with open(script, encoding="utf-8") as file, contextlib.suppress(SyntaxError):
        nodes = ast.walk(ast.parse(file.read()))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def prepare(script):
    """Imports the packages that a script and the modules beside it import."""
    if script in seen or not os.path.exists(script):
        return
    seen.add(script)
    for name in imported(script):
        prepare(os.path.join(os.path.dirname(script), f"{name}.py"))
        # Not what lies beside a script: others have modules of such a name too. Nor what is missing, as the script will say.
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def request(connection):
    with connection.makefile("r", encoding="utf-8") as lines:
        message = json.loads(lines.readline())
    return message["script"], message["args"]


def answer(connection, runner, stdout, stderr):
    _, status = os.waitpid(runner, 0)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    texts = []
    for file in (stdout, stderr):
        file.seek(0)
        texts.append(file.read().decode("utf-8", "replace"))
    message = {"code": code, "stdout": texts[0], "stderr": texts[1]}
    # Who asked may have given up meanwhile.
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(message).encode())


def serve(place):
    """The script and its arguments, in the fork that is to run it."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("listening", flush=True)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            sys.exit()
        connection, _ = listener.accept()
        try:
            script, args = request(connection)
        except ValueError:  # Who connected is gone.
            connection.close()
            continue
        prepare(script)
        gc.freeze()  # So that a fork that ends does not go through what it shares.
        if os.fork() != 0:
            connection.close()
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        listener.close()
        stdout, stderr = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        runner = os.fork()
        if runner == 0:
            connection.close()
            os.dup2(stdout.fileno(), 1)
            os.dup2(stderr.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            return script, args
        answer(connection, runner, stdout, stderr)
        os._exit(0)


sys.path.pop(0)
script, args = serve(sys.argv[1])
sys.argv[:] = [script, *args]
sys.path.insert(0, os.path.dirname(os.path.abspath(script)))
try:
    runpy.run_path(script, run_name="__main__")
except Exception:
    traceback.print_exc()
    sys.exit(1)
