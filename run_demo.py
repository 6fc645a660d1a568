"""The demo: an archive made, served, measured with Parsl, and shown.  See --help."""

import signal
import sys

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while modules are imported ends quietly

if sys.version_info < (3, 11):
    sys.exit(
        "photoparsl needs Python 3.11 or newer, and this is Python %d.%d: "
        "run it with another, as in 'python3.12 run_demo.py'" % sys.version_info[:2]
    )

try:
    from importlib.metadata import version

    import photoparsl.commands.demo  # noqa: F401  and all that it needs
    from photoparsl.commands.main import demo

    version("photoparsl")
except ModuleNotFoundError as error:
    sys.exit(
        "photoparsl isn't installed for %s (it lacks %s): run 'make demo', "
        "or first 'python3 -m pip install .' in a virtual environment"
        % (sys.executable, error.name)
    )

if __name__ == "__main__":
    sys.exit(demo())
