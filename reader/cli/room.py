"""`reader room`: making, loading and checking a reading room."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from reader import assets
from reader.cli import room_password
from reader.cli.arguments.options import Options
from reader.cli.errors import CommandError
from reader.cli.libraries import opened, print_failures, synced
from reader.cli.missing_dates import to_json
from reader.cli.terminal import complain, print_json, progress_bar
from reader.i18n import say
from reader.library.sync_events import Progress
from reader.room import passwords
from reader.room.address import RoomAddress, parse_address
from reader.room.system_keyring import KeyringUnusable
from reader.search.index_warnings import years_in_words

if TYPE_CHECKING:
    from reader.room.checking import RoomState


def run(options: Options) -> int:
    if options.action == "serve":
        return _serve(options)
    if options.action == "rights":
        return _rights()
    address = parse_address(options.address)
    if options.action == "forget":
        return _forget(address, options)
    room_password.ask_person()
    try:
        match options.action:
            case "create":
                return _create(address, options)
            case "add":
                return _add(address, options)
            case _:
                return _check(address, options)
    finally:
        room_password.complain_of_keyring(address)


def _serve(options: Options) -> int:
    if sys.platform == "win32":
        raise CommandError(
            say(
                "reader room serve 只在 Linux 和 macOS 上。请装好 PostgreSQL，用 reader room create 建阅览室。"
            )
        )
    from reader.cli import room_serve

    return room_serve.run(options)


def _rights() -> int:
    from reader.room.rights import script

    print(script(), end="")
    return 0


def _create(address: RoomAddress, options: Options) -> int:
    from reader.room.making import create_room

    is_made = create_room(address)
    _tell(
        options,
        {"room": address.shown, "created": is_made},
        say("{room} 里建好了阅览室。放报纸：reader room add。", room=address.shown)
        if is_made
        else say("{room} 里已有阅览室，没有改动。", room=address.shown),
    )
    return 0


def _add(address: RoomAddress, options: Options) -> int:
    from reader.library.room_measuring import measure
    from reader.room.loading import check, load

    check(address)  # before the folder is read, which may take long
    with opened(options.folder or assets.sample_library()) as library:
        print_failures(synced(library))
        with progress_bar() as progress:
            loaded = load(
                library.contents.hand_over,
                library.user_data.library_uuid(),
                address,
                lambda done, total: progress(Progress(done, total, "", 0)),
            )
            measure(address)
    done = {
        "days": loaded.days,
        "unchanged": loaded.unchanged,
        "removed": loaded.removed,
        "articles": loaded.articles,
    }
    left_out = {"left_out": loaded.left_out, "missing_dates": to_json(loaded.missing_dates)}
    _tell(
        options,
        {**done, **(left_out if loaded.missing_dates else {})},
        say("放入 {days} 天，新文章 {articles} 篇；没变 {unchanged} 天，撤下 {removed} 天。", **done),
    )
    if not loaded.missing_dates:
        return 0
    complain(
        say(
            "{years}所在的服务器没有应答：有 {days} 天没有放入。它回来后再运行一次。",
            years=years_in_words(loaded.missing_dates),
            days=loaded.left_out,
        )
    )
    return 1 if loaded.left_out else 0


def _check(address: RoomAddress, options: Options) -> int:
    from reader.room.checking import state_of

    state = state_of(address)
    _tell(options, asdict(state), "\n".join(_lines(address, state)))
    for words in (*state.problems, *state.rights):
        complain(words)
    return 1 if state.problems else 0


def _forget(address: RoomAddress, options: Options) -> int:
    try:
        is_forgotten = passwords.held_for(address).forget()
    except KeyringUnusable as error:
        raise CommandError(say("没有查密码库：{reason}", reason=error)) from error
    _tell(
        options,
        {"room": address.shown, "forgotten": is_forgotten},
        say("{room} 的密码忘掉了。", room=address.shown)
        if is_forgotten
        else say("系统的密码库里没有记 {room} 的密码。", room=address.shown),
    )
    return 0


def _tell(options: Options, told: Mapping[str, object], words: str) -> None:
    """Print an outcome, as it was asked for."""
    if options.as_json:
        print_json(told)
    else:
        print(words)


def _lines(address: RoomAddress, state: RoomState) -> list[str]:
    years = "" if state.first_year is None else f"{state.first_year}–{state.last_year}"
    return [
        say(
            "{room}：{newspapers} 种报，{issues} 期，{articles} 篇 {years}",
            room=address.shown,
            newspapers=state.newspapers,
            issues=state.issues,
            articles=state.articles,
            years=years,
        ),
        say("这位用户可以放入报纸。") if state.may_load else say("这位用户只能读。"),
        say("连接是加密的。") if state.is_encrypted else say("连接没有加密。"),
        say("随意取的 {count} 个字串都搜得到。", count=state.strings)
        if not state.problems
        else say("发现问题："),
    ]
