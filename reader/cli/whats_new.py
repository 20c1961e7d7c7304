"""`reader --whats-new`: what this version changed."""

from reader import __version__, changes
from reader.cli.terminal import bold, print_json


def run(*, as_json: bool) -> int:
    """Print what this version of the program changed, in its language."""
    release = next(each for each in changes.releases() if each.number == __version__)
    if as_json:
        day = release.day.isoformat() if release.day else None
        print_json(
            {"version": release.number, "date": day, "about": release.about, "points": list(release.points)}
        )
        return 0
    print(bold(changes.title_of(release)))
    print(f"\n{release.about}")
    for group in release.groups:
        if group.heading:
            print(f"\n{bold(group.heading)}")
        for point in group.points:
            print(f"· {point}")
    return 0
