"""Installs photoparsl, with `configs/`, `web/` and the pages of `docs/` mapped into the package."""

import re
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py
from setuptools.command.install import install

ROOT = Path(__file__).parent
MAPPED = ("configs", "docs", "web")  # folders beside `photoparsl/` that are installed within it

# Setuptools takes `$x` and `{x}` in the name of the environment's folder for variables.
AS_IT_IS = type("install", (install,), {"expand_basedirs": lambda self: None})

# Manual pages and shells' completions, which `python docs/manual.py` writes.
SHARED = sorted(path for path in (ROOT / "share").rglob("*") if path.is_file())


# On an index, pictures and links to files of this folder would lead nowhere.
_PICTURES = re.compile(r"^!\[.*^!\[[^\n]*\n+", re.DOTALL | re.MULTILINE)  # and what is between
_LINK = re.compile(r"\[([^]]*)\]\((?!https?:|#)[^)]*\)")


def _description() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return _LINK.sub(r"\1", _PICTURES.sub("", readme))


def _modules(self: build_py, package: str, folder: str) -> list[tuple[str, str, str]]:
    """Return a package's modules, without those beside the documents, which only make them."""
    is_documents = package == "photoparsl.docs"
    return [] if is_documents else build_py.find_package_modules(self, package, folder)


WITHOUT_TOOLS = type("build_py", (build_py,), {"find_package_modules": _modules})

setup(
    name="photoparsl",
    version="0.1.0",
    description="Measures every photo of an archive with Parsl and shows it over time",
    long_description=_description(),
    long_description_content_type="text/markdown",
    license_expression="Apache-2.0",
    license_files=["LICENSE"],
    author="The photoparsl authors",
    keywords=[
        "photographs",
        "archives",
        "digital humanities",
        "digital history",
        "image analysis",
        "luminance",
        "Parsl",
        "HTCondor",
        "Open Science Grid",
    ],
    classifiers=[
        "Development Status :: 4 - Beta",
        "Environment :: Console",
        "Environment :: Web Environment",
        "Intended Audience :: Science/Research",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Programming Language :: Python :: 3.14",
        "Topic :: Scientific/Engineering :: Image Processing",
        "Topic :: Scientific/Engineering :: Visualization",
        "Topic :: Sociology :: History",
        "Typing :: Typed",
    ],
    python_requires=">=3.11",
    packages=[*find_packages(include=["photoparsl*"]), *(f"photoparsl.{name}" for name in MAPPED)],
    package_dir={f"photoparsl.{name}": name for name in MAPPED},
    data_files=[(str(p.parent.relative_to(ROOT)), [str(p.relative_to(ROOT))]) for p in SHARED],
    package_data={
        "photoparsl": ["py.typed"],
        "photoparsl.archives.dates": ["*.txt"],
        "photoparsl.docs": ["*.md"],
        "photoparsl.web": ["*.html", "*.css", "*.js", "app/*.html", "app/*.css", "app/*.js"],
    },
    install_requires=[
        "brotli>=1.2",  # unpacks photos that a server packs with it without being asked
        "certifi>=2025.1",  # the authorities that libcurl trusts
        "dill>=0.3.9",  # Parsl's own
        "edtf>=5.0.2",
        "filelock>=3.20",
        "idna>=3.10",  # hosts' names as browsers resolve them
        "jinja2>=3.1",
        "jmespath>=1.1",
        "lxml>=6",
        "numpy>=2",  # earlier ones round mixtures of types in another way
        "packaging>=24",  # what packages require, for the bundle
        "parsl>=2026.10.26",
        "pillow>=13",  # earlier ones overflow a buffer on hostile JPEGs
        "platformdirs>=4",
        "psutil>=6",
        "pycurl>=7.45.7",
        "rich>=14",
        "werkzeug>=3.1",
    ],
    extras_require={
        "all": [  # what the commands can use: the next extras but those of docs and tests
            "pi-heif>=1.1",
            "pyarrow>=18",
            "python-calamine>=0.4",
            "xlsxwriter>=3.2",
        ],
        "docs": ["furo>=2025.7.19", "myst-parser>=4", "sphinx>=8.1"],
        "heic": ["pi-heif>=1.1"],  # phones' photos
        "jxl": ["pillow-jxl-plugin>=1.3"],  # JPEG XL
        "parquet": ["pyarrow>=18"],
        # xlsx, xls and ods as tables of records; exports as xlsx
        "spreadsheets": ["python-calamine>=0.4", "xlsxwriter>=3.2"],
        "test": [
            "axe-playwright-python>=0.1.8",  # for the axe-core in it
            "build>=1.2",
            "datasette>=0.65",
            "duckdb>=1.1",
            "frictionless>=5.18",  # reads data dictionaries
            "furo>=2025.7.19",
            "h2>=4.2",  # a server of HTTP/2 whose faults a test chooses
            "hypothesis>=6.140",
            "ipykernel>=7",
            "jupyter-client>=8.6",
            "lxml-stubs",
            "mypy>=1.18",
            "myst-parser>=4",
            "nbclient>=0.10",
            "nbformat>=5.10",
            "pandas>=3",  # the first to read a run's table as it is
            "pelicanfs>=1.2",  # the OSDF's own client
            "pi-heif>=1.1",
            "pillow-jxl-plugin>=1.3",
            "pipx>=1.8",
            "playwright>=1.55",
            "polars>=1.30",
            "pyarrow>=18",
            "pytest>=8.4",
            "pytest-xdist>=3.8",
            "python-calamine>=0.4",
            "rocrate>=0.13",
            "ruff>=0.14",
            "setuptools>=77",  # for wheels that are built without isolation
            "shtab>=1.7",
            "sphinx>=8.1",
            "sqlite-utils>=4",
            "trove-classifiers",
            "trustme>=1.2",
            "twine>=6",
            "types-jmespath",
            "types-psutil",
            "types-requests",
            "uv>=0.9",
            "websockets>=13",  # to Firefox
            "xlsxwriter>=3.2",
        ],
    },
    cmdclass={"build_py": WITHOUT_TOOLS, "install": AS_IT_IS},
    entry_points={"console_scripts": ["photoparsl = photoparsl.__main__:run_program"]},
)
