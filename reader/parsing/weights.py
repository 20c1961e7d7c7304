"""Line roles, line features, and the weights of features and of transitions between roles.

A line's score for a role is the role's own weight plus those of the line's features; the chosen sequence of roles has
the highest total of scores and transitions. Units are arbitrary: 1 is weak evidence, 3 strong, 6 nearly proof. The
numbers are in `resources/weights/roles.txt`; `python -m tools.fitting` fits them.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from reader import assets


class LineRole(StrEnum):
    MASTHEAD = "报头"
    PAGE = "版面"
    SECTION = "栏题"
    KICKER = "引题"
    HEADLINE = "大标题"
    HEADLINE_MORE = "标题第二行"
    DECK = "副标题"
    BYLINE = "署名行"
    LABEL = "标签行"
    JUMP_FROM = "上接行"
    OPENING = "首段"
    PARAGRAPH = "段落"
    PARAGRAPH_MORE = "段落后半"
    SUBHEAD = "小标题行"
    CAPTION = "图片说明"
    JUMP_TO = "下转行"
    SIGNATURE = "文末署名"
    NOTICE = "启事行"


OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})
"""The roles of the lines that belong to no article."""


class LineFeature(StrEnum):
    """A property of a line that counts for or against roles; the values are the words that `--explain` prints."""

    LENGTH_4 = "不多于4字"
    LENGTH_6 = "5、6字"
    LENGTH_9 = "7到9字"
    LENGTH_16 = "10到16字"
    LENGTH_30 = "17到30字"
    LENGTH_50 = "31到50字"
    LENGTH_90 = "51到90字"
    LENGTH_MORE = "90字以上"
    ENDS_SENTENCE = "以句号结尾"
    ENDS_EXCLAIMING = "以！？…结尾"
    ENDS_QUOTED_SENTENCE = "以引语的句末结尾"
    ENDS_COMMA = "以逗号结尾"
    ENDS_COLON = "以冒号结尾"
    ENDS_OPEN = "结尾没有标点"
    EXCLAIMS_INSIDE = "短行里有！？，而结尾没有标点"
    SENTENCE_INSIDE = "句子在行内结束"
    COMMA_INSIDE = "有一个逗号"
    COMMAS_INSIDE = "有几个逗号"
    UNCLOSED = "引号或括号没有合上"
    BROKEN_WORD = "最后的词到下一行才完"
    AFTER_BROKEN_WORD = "从词的中间接起"
    LONE = "单独一个标题"
    HALVES = "两半之间有空格"
    LONE_SINGLE = "两篇之间唯一的单独标题"
    LONE_SERIES = "两篇之间有一串单独标题"
    LONE_HALVES = "单独一个标题，两半之间有空格"
    MARKED = "有标题记号"
    UNMARKED = "别的标题有记号而它没有"
    HEADLINE_LEVEL = "记号同大标题"
    OTHER_LEVEL = "记号与大标题不同"
    BELOW_MARKED = "没有记号，上面的标题有"
    LEVEL_OF_NEWS = "记号同消息的标题"
    LEVEL_OF_TEXT = "记号下从来不是消息"
    LEVEL_OF_ARTICLES = "记号是全文用来标文章的"
    BELOW_LEVEL_OF_ARTICLES = "记号比标文章的低"
    INDENTED = "缩进"
    DATELINE = "电头"
    TELEGRAM = "有日无月的电头"
    TELEGRAM_BELOW_TEXT = "正文之下又一则电讯"
    PRINTED_LONG = "由几个印刷行合成的长行"
    CREDIT_LINE = "是署名"
    STAFF = "版面编辑"
    NUMBERS = "有数字"
    AFTER_SAME_LEVEL = "上面的标题记号相同"
    AUTHOR_LINE = "是人名"
    SIGNATURE = "括号里的署名"
    SIGNED_END = "末尾有署名"
    CAPTION = "像图片那样署名"
    CAPTION_HEAD = "开头像图片说明"
    CAPTION_SIGN = "以指示符号开头"
    JUMP_FROM = "上接某版"
    JUMP_TO = "下转某版"
    JUMP_TAIL = "末尾有转版"
    ORGANISATION = "只有地名或机构名"
    BRACKETED = "全在括号里"
    TELLS_OF_MORE = "未完、待续"
    PEN_NAME_BRACKETED = "标题下括号里的笔名"
    FRONT_MATTER = "文件头的字段"
    JUMP_ALONE = "只有转版"
    NOTICE = "启事的用语"
    BULLET = "以项目符号开头"
    UNDER_NOTICES = "在启事之间"
    NOTICE_LABEL = "启事的标题"
    SECTION_LABEL = "固定栏名"
    LABEL_LIKE = "像固定栏名"
    BOXED = "加框"
    PAGE_LINE = "写着版次"
    SECTION_MARK = "图像或页的名称"
    MASTHEAD = "报头的内容"
    TITLE = "是报名"
    FURNITURE = "报名旁的字样"
    KICKER_TAIL = "结尾像引题"
    KICKER_TAIL_WEAK = "结尾可能是引题"
    ATTENDANCE = "某某出席"
    DASH = "以破折号开头"
    OPENER = "开头像句子"
    FIRST_DATE = "以日子开头"
    SERIAL = "以序号开头"
    FIGURES = "多是数字"
    SPEAKER = "以说话人开头"
    POINTER = "指向视频"
    SEE_PAGE = "指向某版"
    IMPRINT = "报社的地址和定价"
    MONTH_DATE = "只有年月，或带点的日期"
    LONE_DATE = "文末的日期"
    GREETING = "称呼语"
    DECK_OPENER = "开头像副题"
    TELLS_DETAIL = "在标题之下说细节"
    TELLS_WHO = "在标题之下说谁到场"
    LISTS_POINTS = "在标题之下分列要点"
    REPEATED = "出现不止一次"
    SECOND_LABEL = "第二个固定栏名"
    AFTER_LABEL = "在固定栏名之后"
    PEN_NAME = "短得可以是笔名"
    NAMES_IN_ROWS = "成排的人名"
    EVEN_VERSE = "与旁边的诗行一样长"
    SHORT_HALVES = "标题上方的短句两半"
    BARE_PAGE = "版次和版名并列"
    CONTACT = "联系方式"
    ABOVE_DATE = "在文末日期之上"
    AFTER_TWIN = "与上面的标题一样长"
    SPONSOR = "刊登者"
    HEADING_LIKE = "可能是标题"
    GAP = "前面有空行"
    BEFORE_NEWS = "后面是电头"
    BEFORE_CREDIT = "后面是署名"
    BEFORE_JUMP = "后面是转版"
    BEFORE_GREETING = "后面是来信的称呼"
    BEFORE_DAY = "后面是某天的消息"
    BEFORE_NOTICE = "后面是启事"
    BEFORE_HEADING = "后面是标题"
    AFTER_HEADING = "在标题之后"
    COUPLET = "两半一样长"
    STUMP = "最后的逗号之后只有几个字"
    KICKER_INSIDE = "前一半是引题"
    COLON_INSIDE = "头一个词后有冒号"
    ABOVE_LONG_RUN = "在许多短行之上"
    BELOW_LONG_RUN = "在许多短行之下"
    RUNNING_ON = "标题还没有完"
    AFTER_RUNNING_ON = "接着上面的标题"
    COLUMN_GAP = "栏里有空隙"
    NO_GAP_BELOW = "下面紧接正文，别处分段都有空行"
    LONG_RUN = "许多短行之一"
    AFTER_OPEN = "上一行没有完"
    AFTER_OPEN_SHORT = "上一行短而没有完"
    INSIDE_PARAGRAPH = "没有别的段落那样的缩进"
    AFTER_COMMA = "上一行以逗号结尾"
    GOES_ON = "上一行满栏而没有完"
    ANNOUNCES = "冒号之下是列表"
    INTRODUCES = "冒号之下是标题"
    AFTER_CREDIT = "在署名之后"
    ABOVE_NAME = "像人名，下面还有署名"
    AFTER_SIGNATURE = "在文末署名之后"
    RULE = "只有分隔线"
    PICTURE = "图片的位置"
    TABLE_ROW = "表格的一行"
    ROWS = "与旁边的行分成同样的几列"
    RECORD_HEADLINE = "记录里的标题"
    RECORD_DECK = "记录里的副题"
    RECORD_KICKER = "记录里的引题"
    RECORD_TEXT = "记录里正文的开头"
    PAGE_NUMBER = "页码"
    PHOTO_CREDIT = "只有摄影者"
    BEFORE_PHOTO_CREDIT = "后面是摄影者"
    CAPTION_BLOCK = "与图片的署名连在一起"
    BELOW_PICTURE = "图片处的一句话"
    NOTICE_TITLE = "末一个词是启事"
    NOTICE_WORDS = "口气像启事"
    CHAPTER = "章节名"
    SERIES = "系列名"
    DOCUMENT = "文件的名称"
    GENRE = "以体裁和冒号开头"
    DOCUMENT_NUMBER = "文件的字号"
    SOURCE = "出处"
    INDEX_ITEM = "目录的一条"
    BEFORE_SEE_PAGE = "后面指向某版"
    CLOSES_FILE = "全文之末的署名"
    READER_SIGNED = "来信的读者"
    TURN = "说话人，别处也有"
    TIGHT = "在不空行的短行之间"
    BEFORE_TIGHT = "后面是不空行的短行"
    BEFORE_LIST = "后面是清单"
    ABOVE_DEEPER = "在下一级标题之上"
    BELOW_SHALLOWER = "紧接上一级标题"
    ONLY_TOP = "最高一级标题中唯一的一个"
    NEAR_MASTHEAD = "在报头旁边"
    UNSIGNED = "别处有电头，这里没有"
    FULL_WIDTH = "与栏一样宽"
    COLUMN_INDENT = "在栏里缩进"
    NO_COLUMN_INDENT = "在栏里没有缩进"
    AFTER_FULL_WIDTH = "在满栏的一行之后"
    TOP_HEADING = "是版面上头一行正文以外的字"
    OUTDENTED = "正文缩进而它没有"
    INDENTED_AS_TEXT = "像正文那样缩进，别的标题没有"
    AMONG_MARKED = "没有记号，而版面上每篇的标题都有"
    RARE_GAP = "很少空行的版面上，前面有空行"
    LONG_AS_HEADLINES = "同版面上的大标题一样长"
    LIKE_TOP = "同版面上头一个标题一样单独"
    COLUMN_TAIL = "末尾的括号里是栏名"
    VERSE_LINES = "在有标点的短行之间"
    IN_BRACKETS = "几个标题都在方括号里，下面是正文"
    GROUP_HEAD = "空行隔开的各组都这样开头"
    INSIDE_GROUP = "各组都以标题开头，而它在组里"
    TIED = "下文接着说上文的事"
    RATHER_TIED = "下文多半接着说上文的事"
    APART = "下文与上文说的不是一件事"
    RATHER_APART = "下文与上文多半不是一件事"
    REGULAR = "短行与正文一直相间"
    REGULAR_TEXT = "与短行相间的正文"


CODES = {
    "M": LineRole.MASTHEAD,
    "G": LineRole.PAGE,
    "S": LineRole.SECTION,
    "K": LineRole.KICKER,
    "H": LineRole.HEADLINE,
    "I": LineRole.HEADLINE_MORE,
    "D": LineRole.DECK,
    "B": LineRole.BYLINE,
    "L": LineRole.LABEL,
    "F": LineRole.JUMP_FROM,
    "O": LineRole.OPENING,
    "P": LineRole.PARAGRAPH,
    "Q": LineRole.PARAGRAPH_MORE,
    "h": LineRole.SUBHEAD,
    "C": LineRole.CAPTION,
    "T": LineRole.JUMP_TO,
    "E": LineRole.SIGNATURE,
    "N": LineRole.NOTICE,
}

Row = Mapping[LineRole, int]


class Weights(Struct, frozen=True):
    """The weights, in tenths as integers, whose sum does not depend on the order of addition.

    Attributes:
        own: The weight of each role itself.
        features: For each feature, its weights for roles.
        start: The weights for the role of a file's first line; a missing role can't be the first.
        steps: For each role, the weights of the roles that may follow it; a missing one can't.
        end: The weights for the role of a file's last line.
    """

    own: Row
    features: Mapping[LineFeature, Row]
    start: Row
    steps: Mapping[LineRole, Row]
    end: Row


def read(text: str) -> Weights:
    """Parse a table of weights. Raises KeyError or ValueError if it is malformed."""
    features: dict[LineFeature, Row] = {}
    steps: dict[str, Row] = {}
    sums: dict[str, Row] = {}
    for line in text.splitlines():
        name, sign, row = line.partition(" > ")
        if sign:
            steps[name] = _row(row)
        elif line and not line.startswith("#"):
            name, _, row = line.partition(": ")
            if name.isupper():
                features[LineFeature[name]] = _row(row)
            else:
                sums[name] = _row(row)
    start = steps.pop("start")
    return Weights(sums["own"], features, start, {CODES[c]: row for c, row in steps.items()}, sums["end"])


def _row(entries: str) -> Row:
    return {CODES[entry[0]]: round(float(entry[1:]) * 10) for entry in entries.split()}


WEIGHTS = read(assets.resource("weights/roles.txt").read_text(encoding="utf-8"))
