"""`reader people decisions`: what a reader has decided on people."""

from reader.cli.arguments.options import Options
from reader.cli.libraries import UUID_SHOWN, opened
from reader.cli.terminal import faint, print_json
from reader.i18n import count
from reader.library.person_overlay import decision_in_words
from reader.newspaper.decision import decision_to_json


def run_decisions(options: Options) -> int:
    with opened(options.library) as library:
        known = library.people.decisions()
        if options.as_json:
            print_json([decision_to_json(each) for each in known])
            return 0
        print(count(len(known), "改过 {n} 处"))
        for each in known:
            print(f"{decision_in_words(each.content)} {faint(each.uuid[:UUID_SHOWN])}")
    return 0
