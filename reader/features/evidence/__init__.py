"""Evidence: what a search found, in a signed text file that can be checked again elsewhere and later."""

from reader.i18n import later, say
from reader.plugs import Action, Command, Document, Plug, Slot

EVIDENCE_SUFFIX = ".yuebao-evidence"


def _actions() -> tuple[Action, ...]:
    return (
        Action(
            "make_evidence",
            say("存成证据…"),
            purpose=say("收藏与引用"),
            keywords="核对 签名 依据 evidence proof",
            after="chronicle write_in_dossier",
            slots=(Slot.QUERY, Slot.LIST),
        ),
        Action(
            "check_evidence",
            say("核对证据…"),
            keywords="验证 比较 verify evidence",
            slots=(Slot.LIBRARIES, Slot.CHECK),
            leaves_page=True,
            is_former=True,
        ),
    )


PLUG = Plug(
    "evidence",
    title=later("证据"),
    meaning=later("把搜到的文章连同当时的文字存成签名的文件；隔一年、换一台机器，再核对哪些变了。"),
    actions=_actions,
    commands=(
        Command(
            "evidence",
            later("证据：把搜到的存成签名的文件，以后再核对哪些变了"),
            "reader.features.evidence.cli:Evidence",
            heading="keep",
            after="dossier bookmark",
        ),
    ),
    part="reader.features.evidence.ui:EvidencePart",
    document=Document(
        suffix=EVIDENCE_SUFFIX,
        help=later("，或要核对的证据（.yuebao-evidence）"),
        effect=later("与报纸核对：每篇是不是还与当时一样。"),
        at_terminal="reader evidence check",
    ),
)
