"""`firsthand policy export|import|verify`: the desk's book and a git folder agree, byte for byte and signed."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from firsthand.cli.output import CannotRun
from firsthand.domain.book import PolicyError
from firsthand.domain.errors import DeskError
from firsthand.services.amending.agreement import LIST, Verified, verify_folder


def run_verify(folder: Path, key: str, *, stdout: TextIO, stderr: TextIO) -> int:
    """Check files, chain and signatures: 0 when all agree, 1 with each file that does not, 2 without a list."""
    try:
        found = verify_folder(folder, key=key)
    except DeskError as error:
        print(f"firsthand policy verify: {error.plain}", file=stderr)
        return 2
    for difference in found.differences:
        print(f"{difference.file}: {difference.message}", file=stdout)
    print(verified_words(found, key=key), file=stdout)
    return 1 if found.differences else 0


def verified_words(found: Verified, *, key: str) -> str:
    """One sentence about what was found."""
    count = f"{len(found.editions)} edition{'' if len(found.editions) == 1 else 's'}"
    if found.differences:
        return f"{found.book}: {count}, {len(found.differences)} do not agree."
    signers = sorted({one.key for one in found.editions})
    whose = "the key given" if key else f"key {', '.join(signers)}"
    return f"{found.book}: {count}, all agree, signed with {whose}."


def run_export(folder: Path, *, now: datetime, stdout: TextIO) -> int:
    """Write the desk's book into a folder."""
    from firsthand.services.amending.actions import export_folder  # noqa: PLC0415 - needs Django to be set up

    count = export_folder(folder=folder, at=now)
    print(f"{count} amendment{'' if count == 1 else 's'} and {LIST} are in {folder}.", file=stdout)
    return 0


def run_import(folder: Path, by: list[str], *, now: datetime, stdout: TextIO) -> int:
    """Publish what is new in a folder."""
    from firsthand.services.amending.approving import import_amendments  # noqa: PLC0415
    from firsthand.services.people.queries import person_at  # noqa: PLC0415 - needs Django to be set up

    people = []
    for email in by:
        person = person_at(email)
        if person is None:
            raise CannotRun(f"Nobody at this desk has the address {email}.")
        people.append(person)
    try:
        new = import_amendments(folder=folder, at=now, by=people)
    except PolicyError as error:
        raise CannotRun(f"Nothing was imported: {error}") from error
    for name in new:
        print(f"published {name}", file=stdout)
    print("Nothing was new." if not new else f"{len(new)} new.", file=stdout)
    return 0


def register(policy_app: typer.Typer) -> None:
    """Add the commands to `firsthand policy`."""

    @policy_app.command("export")
    def export_command(
        to: Annotated[Path, typer.Option(help="Folder to write into; made when it is not there.", show_default=False)],
    ) -> None:
        """Write each published amendment byte for byte, and the signed chain of editions."""
        _start()
        raise typer.Exit(run_export(to, now=datetime.now(UTC), stdout=sys.stdout))

    @policy_app.command("import")
    def import_command(
        folder: Annotated[Path, typer.Argument(help="Folder of YAML amendments.", show_default=False)],
        by: Annotated[
            list[str] | None, typer.Option(help="Address of a teammate who approved it; once for each.")
        ] = None,
    ) -> None:
        """Publish what is new in a folder; refuse what differs from what was published."""
        _start()
        raise typer.Exit(run_import(folder, by or [], now=datetime.now(UTC), stdout=sys.stdout))

    @policy_app.command("verify")
    def verify_command(
        folder: Annotated[Path, typer.Argument(help="Folder made by policy export.", show_default=False)],
        key: Annotated[str, typer.Option(help="Public key that must have signed, 64 hexadecimal digits.")] = "",
    ) -> None:
        """Say whether a folder is what was published, and exactly which file differs. Needs no desk."""
        raise typer.Exit(run_verify(folder, key, stdout=sys.stdout, stderr=sys.stderr))


def _start() -> None:
    from firsthand.cli import start  # noqa: PLC0415 - verify needs none of it

    start.start_desk(quiet=True)
