"""`reader room`: making, loading, checking and serving a reading room; asking for its password in the terminal.

Modules are imported only when a command runs, so that the help is printed without loading them.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import to_builtins

from reader import assets
from reader.cli.errors import CommandError
from reader.cli.options import Argument, Arguments, AsJson, Option, WrongArguments
from reader.cli.terminal import STOPS, can_ask, print_json, print_result, print_warning, progress_bar
from reader.features.room.room_folder import PASSWORD_FILE
from reader.i18n import later, say

if TYPE_CHECKING:
    from reader.features.room.address import RoomAddress
    from reader.features.room.checking import RoomState
    from reader.features.room.passwords import KnownPassword, PasswordPrompt
    from reader.library.library import Library

_ADDRESS = "postgresql://librarian@archive.example/rooms"


_TRIES = 3
_YES = ("y", "yes", "是")


def open_at_terminal(text: str) -> Library:
    """Open the room with this address, or of a file that contains it; a password is asked for on the terminal."""
    from reader.features.room import rooms

    room_opener = rooms()
    ask_person()
    return room_opener.at(text)


def ask_person() -> None:
    """Let passwords be asked for at the terminal from now on; without a terminal, none is given."""
    from reader.features.room import passwords

    if can_ask():
        passwords.ask = _TerminalPrompt().ask_for
    else:
        passwords.ask = passwords.no_prompt


class _TerminalPrompt:
    def __init__(self) -> None:
        self._tries = 0
        self._keeps: bool | None = None

    def ask_for(self, login_password: KnownPassword, prompt: PasswordPrompt) -> bool:
        """Ask on the terminal itself, as standard output may go to a file. Return whether a password was typed."""
        if self._tries == _TRIES:
            return False
        self._tries += 1
        if prompt.reason:
            print_warning(prompt.reason)
        question = say("{server} 上用户 {user} 的密码：", server=prompt.login.server, user=prompt.login.user)
        try:
            password = getpass.getpass(question, sys.stderr)
            if password and self._keeps is None:
                self._keeps = not prompt.keyring_trouble and _is_to_be_stored()
        except EOFError:
            return False
        if not password:
            return False
        login_password.give(password, keeps=bool(self._keeps))
        return True


def _is_to_be_stored() -> bool:
    print(say("记在系统的密码库里，下次不再问？[y/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not 1024 <= number <= 65535:
        raise WrongArguments(say("端口要是 1024 到 65535 之间的一个数"))
    return number


_ADDRESS_GIVEN = Argument(
    "ADDRESS",
    later(
        "postgresql://用户@主机/数据库，或阅览室文件；密码不写进去，"
        "在终端里问，或写在密码文件 {file} 里，或给环境变量 PGPASSWORD",
        file=PASSWORD_FILE,
    ),
)


class _OnRoom(Arguments, frozen=True):
    """An action on the room at an address, which may ask for a password."""

    address: Annotated[str, _ADDRESS_GIVEN]

    def run(self) -> int:
        from reader.features.room.address import parse_address

        address = parse_address(self.address)
        ask_person()
        try:
            return self.act(address)
        finally:
            from reader.features.room import passwords

            words = passwords.known_password_for(address).take_complaint()
            if words:
                print_warning(words)

    def act(self, address: RoomAddress) -> int:
        raise NotImplementedError


class Create(_OnRoom, frozen=True):
    SHORT = later("在数据库里建阅览室")
    MORE = later("建表，建 yuebao_librarian（放报纸）和 yuebao_reader（只能读）两个角色；已有的不动。")
    EXAMPLES = (
        (f"reader room create {_ADDRESS}", later("数据库 rooms 要先建好")),
        (f"reader room create {_ADDRESS} --json", later("打印一个对象：room created")),
    )
    JSON = later("打印一个对象：room created")
    ANSWERS = ("reader.features.room.schemas:Created",)
    as_json: AsJson = False

    def act(self, address: RoomAddress) -> int:
        from reader.features.room.schema import create_room

        is_made = create_room(address)
        if is_made:
            words = say("{room} 里建好了阅览室。放报纸：reader room add。", room=address.shown)
        else:
            words = say("{room} 里已有阅览室，没有改动。", room=address.shown)
        return print_result(
            [words], lambda: {"room": address.shown, "created": is_made}, as_json=self.as_json
        )


class Add(_OnRoom, frozen=True):
    SHORT = later("把一个文件夹里的报纸放进阅览室")
    MORE = later("先更新这个文件夹的资料库，再放入有变化的日子。中断了再运行一次就接着放；放多少次都一样。")
    EXAMPLES = (
        (later("reader room add {address} ~/旧报", address=_ADDRESS), later("放入，或补上新的")),
        (
            lambda: say("reader room add {address} ~/旧报", address=_ADDRESS) + " --json",
            later("打印一个对象：days unchanged removed articles"),
        ),
    )
    JSON = later("打印一个对象：days unchanged removed articles")
    ANSWERS = ("reader.features.room.schemas:Added",)
    as_json: AsJson = False
    folder: Annotated[Path | None, Argument("DIR", "放报纸文件的文件夹；不写则放自带的样本")] = None

    def act(self, address: RoomAddress) -> int:
        from reader.cli.libraries import opened, print_failures, synced
        from reader.cli.queries import missing_dates_to_json
        from reader.features.room.loading import check, load, measure
        from reader.library.sync_events import Progress
        from reader.search.documents import years_in_words

        check(address)  # before the folder is read, which may take long
        with opened(self.folder or assets.sample_library()) as library:
            print_failures(synced(library))
            with progress_bar() as progress:
                loaded = load(
                    library.local.catalogue.hand_over,
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
        if self.as_json:
            fields: dict[str, object] = {**done}
            if loaded.missing_dates:
                fields["left_out"] = loaded.left_out
                fields["missing_dates"] = missing_dates_to_json(loaded.missing_dates)
            print_json(fields)
        else:
            print(
                say("放入 {days} 天，新文章 {articles} 篇；没变 {unchanged} 天，撤下 {removed} 天。", **done)
            )
        if not loaded.missing_dates:
            return 0
        print_warning(
            say(
                "{years}所在的服务器没有应答：有 {days} 天没有放入。它回来后再运行一次。",
                years=years_in_words(loaded.missing_dates),
                days=loaded.left_out,
            )
        )
        if loaded.left_out:
            return 1
        return 0


class Check(_OnRoom, frozen=True):
    SHORT = later("看阅览室里有什么，是否完好")
    MORE = later("也随意取些字串，看是否都搜得到。有问题时以 1 退出。")
    EXAMPLES = (
        (f"reader room check {_ADDRESS}", later("只看，不动")),
        (f"reader room check {_ADDRESS} --json", later("打印一个对象，含 problems")),
    )
    JSON = later("打印一个对象，含 problems")
    ANSWERS = ("reader.features.room.schemas:Checked",)
    as_json: AsJson = False

    def act(self, address: RoomAddress) -> int:
        from reader.features.room.checking import state_of

        state = state_of(address)
        if state.first_year is None:
            years = ""
        else:
            years = f"{state.first_year}–{state.last_year}"
        lines = [
            say(
                "{room}：{newspapers} 种报，{issues} 期，{articles} 篇 {years}",
                room=address.shown,
                newspapers=state.newspapers,
                issues=state.issues,
                articles=state.articles,
                years=years,
            ),
            *_about(state),
        ]
        print_result(lines, partial(to_builtins, state), as_json=self.as_json)
        for words in (*state.problems, *state.rights):
            print_warning(words)
        if state.problems:
            return 1
        return 0


def _about(state: RoomState) -> Iterator[str]:
    if state.may_load:
        yield say("这位用户可以放入报纸。")
    else:
        yield say("这位用户只能读。")
    if state.is_encrypted:
        yield say("连接是加密的。")
    else:
        yield say("连接没有加密。")
    if state.problems:
        yield say("发现问题：")
    elif state.strings:
        yield say("随意取的 {count} 个字串都搜得到。", count=state.strings)
    else:
        yield say("还没有文章可查。")


class Forget(Arguments, frozen=True):
    SHORT = later("忘掉系统的密码库里记着的密码")
    MORE = later(
        "只忘这个地址的；服务器上的密码不变，密码文件 {file} 和 PGPASSWORD 不动。", file=PASSWORD_FILE
    )
    EXAMPLES = (
        (f"reader room forget {_ADDRESS}", later("下次再问")),
        (f"reader room forget {_ADDRESS} --json", later("打印一个对象：room forgotten")),
    )
    JSON = later("打印一个对象：room forgotten")
    ANSWERS = ("reader.features.room.schemas:Forgotten",)
    address: Annotated[str, _ADDRESS_GIVEN]
    as_json: AsJson = False

    def run(self) -> int:
        from reader.features.room.address import parse_address

        address = parse_address(self.address)
        from reader.features.room import passwords
        from reader.features.room.system_keyring import KeyringUnusable

        try:
            is_forgotten = passwords.known_password_for(address).forget()
        except KeyringUnusable as error:
            raise CommandError(say("没有查密码库：{reason}", reason=error)) from error
        if is_forgotten:
            words = say("{room} 的密码忘掉了。", room=address.shown)
        else:
            words = say("系统的密码库里没有记 {room} 的密码。", room=address.shown)
        return print_result(
            [words], lambda: {"room": address.shown, "forgotten": is_forgotten}, as_json=self.as_json
        )


class Rights(Arguments, frozen=True):
    SHORT = later("打印一段 SQL：把读者用不着的权都收回")
    MORE = later(
        "reader room create、add、check 会收回当前用户能收的；PostgreSQL 自带的函数要超级用户来收："
        "让他在阅览室的数据库里运行这一段，一次就够。"
    )
    EXAMPLES = (("reader room rights | sudo -u postgres psql rooms", later("阅览室的数据库叫 rooms 时")),)

    def run(self) -> int:
        from reader.features.room.rights import script

        print(script(), end="")
        return 0


class Serve(Arguments, frozen=True):
    SHORT = later("在一个文件夹上开 PostgreSQL，里面是阅览室")
    MORE = later(
        "用这台机器上装的 PostgreSQL：没有数据就建，有就接着用；从不删除。开到 {keys} 为止。", keys=STOPS
    )
    EXAMPLES = (
        (later("reader room serve ~/阅览室"), later("只给这台机器上的人；地址会打印出来")),
        (
            later("reader room serve ~/阅览室 --listen 0.0.0.0 --reader lan"),
            later("网络上也能来；lan 的密码在终端里问"),
        ),
    )
    JSON = later("开好时打印一个对象：folder room readers created encrypted")
    ANSWERS = ("reader.features.room.schemas:Served",)
    folder: Annotated[Path, Argument("DIR", "放数据的文件夹：空的，还没有的，或以前用过的")]
    listen: Annotated[
        str | None,
        Option(
            "也从网络上接受连接：这台机器的一个地址，0.0.0.0 是全部；不写则只在这台机器上",
            metavar="ADDRESS",
        ),
    ] = None
    port: Annotated[int, Option("端口，不写则 5432", metavar="N", parse=_port)] = 5432
    readers: Annotated[
        tuple[str, ...],
        Option("给一位读者开登录，或换密码；密码在终端里问。可以写几次", "--reader", "NAME"),
    ] = ()
    as_json: AsJson = False

    def run(self) -> int:
        if sys.platform == "win32":
            raise CommandError(
                say(
                    "reader room serve 只在 Linux 和 macOS 上。请装好 PostgreSQL，用 reader room create 建阅览室。"
                )
            )
        from reader.features.room.cli import serving

        folder = self.folder.resolve(), self.listen or "", self.port
        return serving.serve(*folder, self.readers, as_json=self.as_json)


class Room(Arguments, frozen=True):
    MORE = later("许多人同看一份资料库。怎样从空机器开始，见 docs/reading-room.md。")
    EXAMPLES = (
        (f"reader room create {_ADDRESS}", later("在空的数据库里建阅览室")),
        (later("reader room add {address} ~/旧报", address=_ADDRESS), later("把文件夹里的报纸放进去")),
    )
    ACTIONS = (Create, Add, Check, Forget, Rights, Serve)
