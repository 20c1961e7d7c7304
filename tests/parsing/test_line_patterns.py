"""What the words of a line say of its role."""

import pytest

from reader.parsing import line_patterns


@pytest.mark.parametrize(
    "line",
    [
        "望江门钟楼下的市民。记者/贺一舟 摄",
        "新馆阅览厅。受访者供图",
        "图为馆员清点合订本。本报记者 贺一舟 摄",
        "两个孩子放风筝。（贺一舟 摄）",
        "张  强摄（江城影像）",
        "渡口。摄影：贺一舟",
        "首班船离岸。新华社发",
    ],
)
def test_captions(line: str) -> None:
    assert line_patterns.is_caption(line)


@pytest.mark.parametrize(
    "line", ["馆里拍摄了一百张照片。", "他把地图摊开。", "摄影展今天开幕", "供图书馆使用的旧报"]
)
def test_no_captions(line: str) -> None:
    assert not line_patterns.is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "·江城图书馆征集旧报启事（第三次）：本馆尚缺26号",
        "·遗失自行车执照07716号一枚，声明作废",
        "何平川遗失工作证一本，声明作废",
        "寻狗启事 黄狗一条，左耳白",
        "招领 渡口拾得鞋十一只",
    ],
)
def test_notices(line: str) -> None:
    assert line_patterns.is_notice(line)


@pytest.mark.parametrize(
    "line", ["市民拾金不昧，失主登门道谢，全楼的人都来看", "首班船昨日离岸。", "公告牌立在渡口，字写得很大。"]
)
def test_no_notices(line: str) -> None:
    assert not line_patterns.is_notice(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("闻砚秋出席", True),
        ("闻砚秋、何渡生等报名", True),
        ("闻砚秋主持并讲话", True),
        ("闻砚秋参加审议 何渡生陆小满等参加", True),
        ("市委书记闻砚秋致辞", True),
        ("千名志愿者参加植树", False),
        ("三万册旧报刊有了新家", False),
    ],
)
def test_decks_that_say_who_was_there(line: str, expected: bool) -> None:
    assert line_patterns.is_attendance(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("南渡县", True),
        ("市公积金中心：", True),
        ("城南中学", True),
        ("渡口加开早班船", False),
        ("会上，市长在讲话中说到渡口的事情，要求水务局", False),
    ],
)
def test_places_and_offices(line: str, expected: bool) -> None:
    assert (line_patterns.OFFICE_ALONE.fullmatch(line) is not None) is expected


@pytest.mark.parametrize(
    "line", ["国际金价再创新高　　16版", "02版 我市公布首批老字号", "要闻4版：渡口加开早班船"]
)
def test_items_of_an_index(line: str) -> None:
    assert line_patterns.is_index_item(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("说到一半，", True),
        ("说到一", True),
        ("说完了。", False),
        ("“说完了”", False),
        ("说：", False),
        ("3.2", True),
        ("“路好走了。”——船工 何渡生", False),
        ("“路好走了。”——他说，", True),
    ],
)
def test_unfinished_lines(line: str, expected: bool) -> None:
    assert line_patterns.is_open(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("各县人民政府、各区公所：", True),
        ("各县（市、区）人民政府，各直属机关：", True),
        ("各级党委：", True),
        ("令各区公所：", True),
        ("编辑同志：", True),
        ("主席、各位委员：", True),
        ("主席，各位代表、各位同志：", True),
        ("敬爱的县长：", True),
        ("主席、各位委员发言：渡口要修", False),
        ("各县：", False),
        ("各县农民踊跃认购公债：", False),
        ("各地春耕动态：", False),
        ("各地成立农会：", False),
        ("各村农民纷纷对记者说道：", False),
    ],
)
def test_whom_a_letter_or_an_order_addresses(line: str, expected: bool) -> None:
    assert (line_patterns.GREETING.match(line) is not None) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（未完）", True),
        ("——完——", True),
        ("一完一", True),
        ("～完～", True),
        ("—全文完—", True),
        ("一天完", False),
        ("看完", False),
        ("一一", False),
    ],
)
def test_the_mark_at_the_end_of_a_text(line: str, expected: bool) -> None:
    assert line_patterns.states_continuation(line) is expected
