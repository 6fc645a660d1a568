from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from photoparsl.errors import SiteError
from photoparsl.files import locked
from photoparsl.sites.bundle_check import check_bundle
from photoparsl.sites.bundling import ABOUT, FOLDER, LOADER, make_bundle
from photoparsl.sites.environment import LIBRARIES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bundles are for Linux")


@pytest.fixture
def archive(bundle: Path) -> Path:
    return bundle


@pytest.fixture(scope="module")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle as a pilot unpacks it."""
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["tar", "xzf", bundle, "-C", folder], check=True)
    return folder / FOLDER


def packed(folder: Path, archive: Path) -> Path:
    """Pack a folder that has been tampered with."""
    with tarfile.open(archive, "w:gz", compresslevel=0) as tar:
        tar.add(folder, FOLDER)
    return archive


@pytest.fixture
def copy(unpacked: Path, tmp_path: Path) -> Path:
    """The unpacked bundle, to tamper with."""
    return Path(shutil.copytree(unpacked, tmp_path / FOLDER, copy_function=os.link))


def python(unpacked: Path, code: str, **variables: str) -> str:
    """What the bundle's Python prints, with nothing of this environment."""
    command = [str(unpacked / "bin" / "python"), "-c", code]
    environment = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.check_output(command, env=environment, cwd="/", text=True)


def test_a_bundle_runs_in_an_empty_root(archive: Path) -> None:
    assert check_bundle(archive).endswith("runs in an empty root")


def test_it_is_named_by_its_content_and_small(archive: Path) -> None:
    assert archive.name.startswith(f"photoparsl-bundle-python3.{sys.version_info.minor}-")
    assert archive.stat().st_size < 65e6  # with the decoders of HEIC and JPEG XL


def test_the_same_environment_is_packed_once_and_another_for_itself(archive: Path) -> None:
    packed = make_bundle()
    assert packed.name != archive.name  # which has a module more
    inode = packed.stat().st_ino
    assert make_bundle() == packed
    assert packed.stat().st_ino == inode


def test_it_is_the_same_whichever_program_asks(archive: Path) -> None:
    root = Path(__file__).parents[2]
    code = """if True:
        from photoparsl.sites.environment import environment_files
        for file in environment_files():
            print(file.path_in_bundle, file.path, sep="|")
    """
    output = [
        subprocess.check_output([sys.executable, "-P", "-c", code], cwd=cwd)
        for cwd in (root, root.parent)
    ]
    assert output[0] == output[1]


def test_the_same_content_has_the_same_name_whenever_it_is_packed(
    archive: Path, own_module: Path, tmp_path: Path
) -> None:
    """Packed anew, by another process, with files of another time."""
    module = tmp_path / own_module.name
    module.write_bytes(own_module.read_bytes())
    os.utime(module, (1e9, 1e9))
    code = "from photoparsl.sites import make_bundle as make; print(make(['my_measures']).name)"
    output = subprocess.check_output(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONHASHSEED": "5"},
        text=True,
    )
    assert output.strip() == archive.name


def test_a_damaged_bundle_in_the_cache_or_in_public_is_made_anew(
    archive: Path, tmp_path: Path
) -> None:
    cached, public = make_bundle(), make_bundle(folder=tmp_path)
    whole = cached.read_bytes()
    for place in (cached, public):
        place.write_bytes(whole[:1_000_000] + b"x" + whole[1_000_001:])
    assert make_bundle(folder=tmp_path) == public
    assert cached.read_bytes() == public.read_bytes() == whole


def test_what_runs_is_the_bundles_own(unpacked: Path) -> None:
    code = (
        "import sys, numpy, photoparsl\n"
        "print(sys.executable, numpy.__file__, photoparsl.__file__, sep='\\n')"
    )
    places = python(unpacked, code).splitlines()
    assert [Path(place).is_relative_to(unpacked) for place in places] == [True] * 3


def test_a_library_that_the_site_preloads_stays_out(unpacked: Path) -> None:
    """It may need a newer C library than the bundle's."""
    code = (
        "import os\nmaps = open('/proc/self/maps').read()\n"
        "print('LD_PRELOAD' in os.environ, 'libBrokenLocale' in maps)"
    )
    library = next(Path("/lib").glob("*-linux-gnu/libBrokenLocale.so.1"))
    assert python(unpacked, code, LD_PRELOAD=str(library)).split() == ["False", "False"]


def test_workers_that_it_starts_are_its_own_too(unpacked: Path) -> None:
    code = (
        "import multiprocessing as m, sys\n"
        "if __name__ == '__main__':\n"
        "    with m.get_context('spawn').Pool(1) as pool: print(pool.apply(m.process.os.getpid))"
    )
    assert int(python(unpacked, code)) > 0


def test_a_users_module_comes_along(unpacked: Path) -> None:
    assert python(unpacked, "import my_measures; print(my_measures.GREY)") == "0.5\n"


def test_configs_and_the_page_come_along(unpacked: Path) -> None:
    code = "from photoparsl.files import shipped_folder; print(shipped_folder('%s').is_dir())"
    assert [python(unpacked, code % folder) for folder in ("web", "configs")] == ["True\n"] * 2


def test_the_bytecode_is_taken_as_it_is(unpacked: Path) -> None:
    compiled = next((unpacked / "packages" / "parsl" / "__pycache__").glob("*.pyc"))
    assert compiled.read_bytes()[4:8] == b"\x01\0\0\0"  # PEP 552: by hash, unchecked


def test_no_private_key_or_run_comes_along(unpacked: Path) -> None:
    names = {path.suffix for path in unpacked.rglob("*")}
    assert not names & {".key", ".key_secret", ".part"}


def test_a_missing_library_is_named(copy: Path, tmp_path: Path) -> None:
    library = next((copy / LIBRARIES).glob("libz.so*"))
    library.unlink()
    with pytest.raises(SiteError, match=f"{library.name}: cannot open shared object file"):
        check_bundle(packed(copy, tmp_path / "broken.tar.gz"))


def test_a_missing_package_is_named(copy: Path, tmp_path: Path) -> None:
    shutil.rmtree(copy / "packages" / "parsl")
    with pytest.raises(SiteError, match="No module named 'parsl'"):
        check_bundle(packed(copy, tmp_path / "broken.tar.gz"))


def test_another_machines_bundle_is_told_so(copy: Path, tmp_path: Path) -> None:
    loader = (copy / LOADER).read_bytes()
    (copy / LOADER).unlink()  # it is a link
    (copy / LOADER).write_bytes(loader[:18] + (21).to_bytes(2, "little") + loader[20:])
    with pytest.raises(SiteError, match="is for ppc64le, and this machine is"):
        check_bundle(packed(copy, tmp_path / "other.tar.gz"))


def test_half_an_archive_is_damaged(archive: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[:1_000_000])
    with pytest.raises(SiteError, match=r"is damaged: .*unexpected end of file"):
        check_bundle(half)


def test_an_archive_of_something_else_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(SiteError, match=f"isn't a bundle: it has no valid {ABOUT}"):
        check_bundle(packed(tmp_path / "a", tmp_path / "other.tar.gz"))


def test_a_wait_for_another_that_packs_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    held = threading.Event()

    def hold() -> None:
        with FileLock(tmp_path / "lock"):
            held.set()
            time.sleep(2)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    with locked(tmp_path / "lock", "another photoparsl makes the bundle"):
        assert "waiting: another photoparsl makes the bundle" in caplog.messages
    other.join()
