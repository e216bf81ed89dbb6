"""The zip of a region, made in the background: one job a person, region and year at a time."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Signal
from threading import Lock, Thread

import structlog

from owf.access import Actor
from owf.access.errors import Refused
from owf.reports.catalogue import Wanted
from owf.reports.kept import MadeFile, basis_of, keep_file
from owf.reports.regional_zip import Step, regional_zip, zip_name
from owf.store import Store, StoreFailed

_LOG = structlog.get_logger()
FAILED = (
    "The file could not be made. Nothing is lost: start it again, and if it fails again, send the "
    "administrator the time and the name of this page."
)


@dataclass
class Job:
    """``step``: the last file written; ``error``: a sentence, where it ended without a zip."""

    step: Step = field(default_factory=lambda: Step(0, 1, "Reading what is signed"))
    error: str = ""
    stop: Signal = field(default_factory=Signal)
    ended: Signal = field(default_factory=Signal)

    @property
    def is_over(self) -> bool:
        return self.ended.is_set()


_lock = Lock()
_jobs: dict[tuple[str, Wanted], Job] = {}


def job_of(who: Actor, wanted: Wanted) -> Job | None:
    with _lock:
        return _jobs.get((who.id, wanted))


def start(store: Store, who: Actor, wanted: Wanted, region_name: str) -> Job:
    """The job that runs already, or a new one; the zip is kept for whoever started it."""
    with _lock:
        running = _jobs.get((who.id, wanted))
        if running is not None and not running.is_over:
            return running
        job = _jobs[who.id, wanted] = Job()
    work = (store, who, wanted, region_name, job)
    Thread(target=_run, args=work, name="regional zip", daemon=True).start()
    return job


def forget(who: Actor, wanted: Wanted) -> None:
    """Stops it where it runs."""
    with _lock:
        job = _jobs.pop((who.id, wanted), None)
    if job is not None:
        job.stop.set()


def _run(store: Store, who: Actor, wanted: Wanted, region_name: str, job: Job) -> None:
    try:
        _make(store, who, wanted, region_name, job)
    except (Refused, StoreFailed) as refused:
        job.error = str(refused)
    except Exception:
        _LOG.exception("regional_zip_failed", region=wanted.region_code, year=wanted.year)
        job.error = FAILED
    finally:
        job.ended.set()


def _make(store: Store, who: Actor, wanted: Wanted, region_name: str, job: Job) -> None:
    basis = basis_of(store, wanted)
    name = zip_name(region_name, wanted.year)
    with tempfile.TemporaryDirectory(prefix="owf-reports-") as folder:
        to = Path(folder) / name
        for job.step in regional_zip(store, who, wanted.region_code or "", wanted.year, to):
            if job.stop.is_set():
                return
        title = f"All reports on {region_name}, {wanted.year}"
        keep_file(store, who, wanted, MadeFile(title, name, "zip", to.read_bytes()), basis)
