"""A backup of all that cannot be made again, taken while others work; and a home made of one.

What is saved: the register, the library, the ledger, the feedback on cards, the encoders; each as it is at
one moment. A restore makes a home where there was none: it is laid out beside its place, checked, and put
there in one step.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from citewell import __version__
from citewell.config import Settings
from citewell.engine.publishing import Step, Watch
from citewell.engine.register_backup import refuse_a_register_within, register_restored, register_saved
from citewell.errors import InputError
from citewell.storage import backup
from citewell.storage.backup_archive import member_of, opened, write
from citewell.storage.backup_manifest import ENCODERS, FEEDBACK, FORMAT, LEDGER, LIBRARY, Manifest, Member
from citewell.storage.hook_feedback import feedback_lines, put_feedback
from citewell.storage.whole_file import whole_file
from citewell.text.moments import moment_of

_PRIVATE = 0o600
_MEGABYTE = 1_000_000
_ANOTHER = "name another folder in CITEWELL_HOME; nothing is ever restored over what is there"


def back_up(settings: Settings, path: Path, *, at: str, watch: Watch) -> Manifest:
    """Save what there is into a file, whole or not at all, readable by its owner only; what was saved.

    at: the time, as `model.reviews` writes it. Others may read and write meanwhile. Raises InputError for a
    place that cannot be written, IntegrityError for a register whose audit chain is not as it was written.
    """
    settings.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        whole_file(path, mode=_PRIVATE) as file,
        tempfile.TemporaryDirectory(prefix="backup-", dir=settings.cache) as name,
    ):
        folder = Path(name)
        files = tuple(_files_saved(settings, folder, watch))
        saved = register_saved(settings, folder, watch=watch)
        manifest = Manifest(
            format=FORMAT,
            engine=__version__,
            made=at,
            form=saved.form,
            events=saved.head.n,
            head=saved.head.hash,
            members=(*files, *saved.tables),
        )
        seconds = int(moment_of(at).timestamp())
        write(file, manifest, folder, at=seconds, told=_told(watch, manifest.size))
    return manifest


def restore(settings: Settings, path: Path, *, watch: Watch) -> Manifest:
    """Make the home, and the register, of a backup's file; what was restored.

    The whole file is read and compared with its manifest before anything is written; the register is filled
    and verified in one transaction; after that the home appears in one step. Where a restore was stopped
    between the two, the same command ends it: a register that holds just this backup is let be.

    Raises InputError for a home or a register that holds something, and for a file that is no whole backup;
    IntegrityError for one whose audit chain is not as it was written. Nothing is there then.
    """
    _refuse_unless_empty(settings.home)
    refuse_a_register_within(settings)
    home = settings.home.resolve()
    with opened(path) as archive:
        manifest = archive.manifest
        _refuse_without_room(home, manifest.size)
        archive.check(told=_told(watch, manifest.size))
    with _beside(home) as staged:
        there = replace(settings, home=staged)
        with tempfile.TemporaryDirectory(prefix=".parts-", dir=staged) as name:
            folder = Path(name)
            _unpack(path, manifest, folder, watch)
            _put_files(there, manifest, folder)
            register_restored(there, manifest, folder, watch=watch)
        _put_in_place(staged, home)
    return manifest


def _files_saved(settings: Settings, folder: Path, watch: Watch) -> Iterator[Member]:
    if settings.library.is_file():
        backup.save_library(settings.library, folder, told=_share_told(watch, "copying the library"))
        yield member_of(folder, LIBRARY)
    if settings.ledger.is_dir():
        watch(Step(documents=0, share=0.0, doing="saving the ledger", counted="megabyte"))
        rows = backup.save_lines(backup.ledger_lines(settings.ledger), folder, LEDGER)
        yield member_of(folder, LEDGER, rows=rows)
    if settings.hook_feedback.is_file():
        rows = backup.save_lines(feedback_lines(settings.hook_feedback), folder, FEEDBACK)
        yield member_of(folder, FEEDBACK, rows=rows)
    for name in backup.save_encoders(settings.encoders, folder):
        yield member_of(folder, name)


def _refuse_unless_empty(home: Path) -> None:
    if not home.exists():
        return
    if not home.is_dir():
        raise InputError(f"the data folder {home} is no folder", hint=_ANOTHER)
    if any(home.iterdir()):
        raise InputError(f"the data folder {home} is not empty", hint=_ANOTHER)
    if home.is_mount():
        raise InputError(
            f"the data folder {home} is where a disk is mounted",
            hint=f"name a folder in it: {home / 'citewell'}",
        )


def _refuse_without_room(home: Path, size: int) -> None:
    disk = next(folder for folder in home.parents if folder.is_dir())
    if (free := shutil.disk_usage(disk).free) < size:
        raise InputError(f"the backup has {size:,} bytes unpacked, and {disk} has {free:,} bytes free")


@contextmanager
def _beside(home: Path) -> Iterator[Path]:
    """A folder beside the home's place, which goes when the block fails."""
    home.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{home.name}.", suffix=".part", dir=home.parent))
    try:
        yield staged
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _unpack(path: Path, manifest: Manifest, folder: Path, watch: Watch) -> None:
    """Every member as a file in the folder. The file is read again, and judged again."""
    with opened(path) as archive:
        if archive.manifest != manifest:
            raise InputError(f"{path} was changed while it was read")
        archive.read(backup.sink(folder), told=_told(watch, manifest.size))


def _put_files(there: Settings, manifest: Manifest, folder: Path) -> None:
    """The library, the ledger, the feedback and the encoders at their places in the new home."""
    names = {member.name for member in manifest.members}
    if LIBRARY in names:
        there.library.parent.mkdir(mode=0o700)
        (folder / LIBRARY).rename(there.library)
        backup.check_library(there.library)
    if LEDGER in names and backup.put_ledger(folder, there.ledger) != manifest.rows_of(LEDGER):
        raise InputError("the backup's ledger has not as many entries as its manifest says")
    if FEEDBACK in names:
        rows = put_feedback(backup.lines_of(folder / FEEDBACK), there.hook_feedback)
        if rows != manifest.rows_of(FEEDBACK):
            raise InputError("the backup's feedback has not as many lines as its manifest says")
    if any(name.startswith(ENCODERS) for name in names):
        (folder / ENCODERS).rename(there.encoders)


def _put_in_place(staged: Path, home: Path) -> None:
    if home.exists():
        # Fails where somebody has put something into it meanwhile.
        staged.chmod(home.stat().st_mode & 0o777)
        home.rmdir()
    staged.rename(home)


def _told(watch: Watch, size: int) -> Callable[[int, str], None]:
    """Steps counted in bytes, told in megabytes."""

    def told(done: int, name: str) -> None:
        share = done / size if size else 1.0
        watch(Step(documents=done // _MEGABYTE, share=share, doing=name, counted="megabyte"))

    return told


def _share_told(watch: Watch, doing: str) -> Callable[[float], None]:
    return lambda share: watch(Step(documents=0, share=share, doing=doing, counted="megabyte"))
