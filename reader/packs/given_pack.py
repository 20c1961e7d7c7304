"""Information on a pack for whoever opens it: who gives it, when it was made, and whether its signature holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.i18n import count, say
from reader.language.control_characters import made_visible
from reader.packs.givers import Acquaintance, Giver
from reader.packs.pack_format import About


@dataclass(frozen=True, slots=True)
class GivenPack:
    """What a pack states about itself, and what is known of its giver."""

    about: About
    giver: Giver

    @property
    def giver_name(self) -> str:
        return made_visible(self.giver.name) or say("没有写名字的人")


def title_line(pack: GivenPack) -> str:
    """Return in one line who gives the pack, and when it was made."""
    return say("资料包，只读 · {giver}，{date} 打包", giver=pack.giver_name, date=_date(pack))


def in_words(pack: GivenPack) -> Iterator[str]:
    """Yield the information on a pack, one sentence a line."""
    about = pack.about
    yield say(
        "资料包“{name}”，只读：{issues}，{articles}，{date} 由{giver}打包。",
        name=made_visible(about.name),
        issues=count(about.issues, "{n} 期"),
        articles=count(about.articles, "{n} 篇"),
        date=_date(pack),
        giver=pack.giver_name,
    )
    yield trust_in_words(pack)
    yield say("签名的指纹：{fingerprint}", fingerprint=pack.giver.fingerprint)
    if about.notes:
        yield say("带来的 {n} 条收藏、批注等已放进您自己的书签，可以撤销这次导入。", n=about.notes)


def is_read_only() -> str:
    """Return why a pack can't be written, in words."""
    return say(
        "资料包是只读的，不能更新、添加或修复。您自己的收藏、批注照样能存，存在本机；要换新的内容，请向给您的人再要一份。"
    )


def no_originals() -> str:
    """Return why the lines of a file can't be shown or corrected, in words."""
    return say("资料包里是文章的文字，没有原来的文件：看不到文件里的原行，也不能在这里更正。")


def older_in_words() -> str:
    """Return the message shown while the copy of an older pack is made."""
    return say("这个资料包是旧版阅报做的，第一次打开要在本机整理一遍；包本身不动。")


def trust_in_words(pack: GivenPack) -> str:
    """Return what the signature proves, in words."""
    match pack.giver.acquaintance:
        case Acquaintance.OWN:
            return say("签名是您自己的：做成以后没有人改动过。")
        case Acquaintance.KNOWN:
            return say("签名与您以前打开过的、同一个人的资料包相同，做成以后没有人改动过。")
        case Acquaintance.OTHER_KEY:
            return say(
                "当心：您以前打开过署名“{giver}”的资料包，签名不是这一个。也许换了电脑，也许是别人冒名；请核对指纹。",
                giver=pack.giver_name,
            )
        case Acquaintance.FIRST:
            return say(
                "第一次见到这个签名：签名以后没有人改动过；是不是{giver}签的，要向本人核对指纹才知道。",
                giver=pack.giver_name,
            )


def to_json(pack: GivenPack) -> dict[str, object]:
    about = pack.about
    return {
        "name": about.name,
        "giver": about.giver,
        "made": about.made.isoformat(),
        "articles": about.articles,
        "issues": about.issues,
        "notes": about.notes,
        "fingerprint": pack.giver.fingerprint,
        "acquaintance": pack.giver.acquaintance.value,
    }


def _date(pack: GivenPack) -> str:
    return pack.about.made.astimezone().date().isoformat()
