"""Invented pages in the markup of digital papers, one a family: an article of the fictional 雁桥日报."""

KICKER, HEADLINE, DECK = "春耕时节话水利", "三座旧闸门换了新颜", "沿河四村共一千二百亩田受益"
AUTHOR = "本报记者 顾知远"
PARAGRAPHS = (
    "本报讯 三月四日清晨，雁桥镇东河边的三座闸门同时开启，蓄了一冬的河水沿着新修的渠道流进田里。",
    "守闸二十年的老人祝水芹说，旧闸门是木头的，每年都要用稻草塞缝，如今按一下电钮就行了。",
    "镇水利站的账本上记着：去年冬天，全镇疏通渠道九公里，修补涵洞十四处，都赶在开春以前完工。",
)
CAPTION = "图为祝水芹在新闸门边查看水位。"
BODY = "".join(f"<P>　　{text}</P>" for text in PARAGRAPHS)
_PAGES = "".join(
    f'<tr><td class="default" align=left><a id=pageLink href="node_{n + 1}.htm">第0{n}版：{name}</a></td></tr>'
    for n, name in ((1, "要闻"), (2, "乡镇"), (3, "副刊"), (4, "广告"))
)
_MAP = (
    '<MAP NAME="PagePicMap"><Area coords="2,98,225,98,225,366,2,366" shape="polygon" href="content_52014.htm">'
    "</MAP><img src=../../../images/2024-03/05/02/yq0502_brief.jpg border=0 USEMAP=#PagePicMap>"
)


def properties(kind: int = 1, **others: str) -> str:
    """Return Founder's comment, with the article's fields unless `others` say otherwise."""
    told = {
        "date": "2024-03-05 23:59:59",
        "author": AUTHOR,
        "title": HEADLINE,
        "subtitle": DECK,
        "introtitle": KICKER,
        "pagenum": "02",
        "papername": "雁桥日报",
        "type": str(kind),
    } | others
    fields = "".join(f"<founder-{name}>{value}</founder-{name}>" for name, value in told.items())
    return f"<!--enpproperty {fields} /enpproperty-->"


def classic(*, comment: str | None = None, body: str = BODY, charset: str = "utf-8") -> str:
    """Founder's classic page: `html/2024-03/05/content_52014.htm`."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>雁桥日报数字报-{HEADLINE}</title>
<script>function turnpage(){{ document.write("<td>上一期</td>") }}</script></head>
<body onload="initialize()"><table><tr><td><table>{_PAGES}</table>
<table><tr><td align="left"><strong>第02版：乡镇</strong></td><td><a class=preart href="node_2.htm">上一版</a>
<a class=preart href=node_4.htm>下一版</a></td></tr></table>{_MAP}</td>
<td><strong>2024年3月5日　星期二</strong> <a href="#" onclick="ChangeFont(1)">放大</a> <a href="#">缩小</a>
<a href="content_52013.htm">上一篇</a><a href="content_52015.htm">下一篇</a>
<table width="100%"><tr valign=top><td class="font02" align=center>{KICKER}</td></tr>
<tr valign=top><td class="font01" align=center>{HEADLINE}</td></tr>
<tr valign=top><td class="font02" align=center>{DECK}</td></tr>
<tr valign=top><td class="font02" align=center>{AUTHOR}</td></tr></table>
<table id="newspic"><tr><td><img src="../../../res/2024-03/05/02/res01_attpic_brief.jpg"></td></tr>
<tr><td>{CAPTION}</td></tr></table>
<div id="ozoom" style="zoom:100%"><founder-content><!--enpcontent-->{body}<!--/enpcontent--></founder-content></div>
<form>验证码<input name=code><select><option>2024</option></select></form>
<div>版权所有 雁桥日报社 共访问 123456 次 ICP备00000000号</div></td></tr></table></body></html>
{properties() if comment is None else comment}"""


def node() -> str:
    """The list of a page's articles: `html/2024-03/05/node_3.htm`."""
    links = "".join(
        f"<li><a href=content_{n}.htm><div id=mp{n}>{HEADLINE}{n}</div></a></li>" for n in range(52014, 52024)
    )
    return f"""<html><head><title>雁桥日报</title></head><body><table>{_PAGES}</table>{_MAP}
<p class="rq">2024年3月5日</p>
<ul class="list01">{links}</ul></body></html>
{properties(2, title="", subtitle="", introtitle="", author="", content="雁桥日报")}"""


def nw() -> str:
    """`html/2024-03/05/nw.D110000yqrb_20240305_1-02.htm`."""
    return f"""<html><head><title>{HEADLINE}-雁桥网</title></head><body>
<div class="ban_t"><ul><li>02版：乡镇</li></ul></div><div id="pageList"><ul><li><div class="right_title-name">
<a href="nbs.D110000yqrb_01.htm">01版：要闻</a></div></li></ul></div>
<div class="text_c"><h3>{KICKER}</h3><h1>{HEADLINE}</h1><h2>{DECK}</h2><h4>{AUTHOR}</h4>
<div class="lai">《雁桥日报》（<span>2024年03月05日</span>　<span>02 版</span>）</div>
<div class="c_c"><div id="articleContent"><div id="ozoom"><!--enpcontent-->{BODY}<!--/enpcontent--></div></div>
</div></div><div class="foot">雁 桥 网 版 权 所 有</div></body></html>"""


def layout() -> str:
    """`pc/content/202403/05/content_30043210.html`."""
    return f"""<html><head><title>{HEADLINE}-雁桥网</title></head><body><div class="header"><a href="/">首页</a></div>
<div class="article-box"><div class="article"><h3>{KICKER}</h3><h1>{HEADLINE}</h1><h2>{DECK}</h2>
<p class="sec">{AUTHOR}
<span class="date">《雁桥日报》（<span class="newstime">2024年03月05日</span> 第 02 版）</span></p>
<div class="attachment"><ul><li><img src="../../../pic/202403/05/1.jpg"><p>{CAPTION}</p></li></ul></div>
<div id="ozoom"><!--enpcontent-->{BODY.lower()}<!--/enpcontent--></div></div></div>
<ul class="news-list"><li><a href="content_30043211.html">另一篇</a></li></ul></body></html>"""


def column() -> str:
    """`content/202403/05/c68407.html`, without any mark of Founder's."""
    return f"""<html><head><title>{HEADLINE}</title></head><body><div class="nav">
<a href="../../../202403/05/node01.html">
第01版</a><a href="node02.html">第02版</a></div><div class="detail">
<p id="PreTitle">{KICKER}</p><h2 id="Title">{HEADLINE}</h2>
<p id="SubTitle">{DECK}</p><p class="author">{AUTHOR}</p><div class="info">雁桥日报　2024年03月05日　第02版：乡镇</div>
<div class="attachment"><img src="../../../att/1.jpg"><p>{CAPTION}</p></div>
<div id="ozoom" class="content">{BODY}</div></div><div class="foot">版权所有</div></body></html>"""


def _site(main: str, title: str = "雁桥日报") -> str:
    """A page of a site that marks nothing: what is set around its articles, without names of Founder's."""
    return f"""<html><head><title>{title}</title></head><body><div class="top"><a href="/">首页</a>
<span>2024年3月5日　星期二</span></div><ul><li><a href="v1.shtml">第01版：要闻</a></li></ul><div>第02版：乡镇</div>
{main}<div class="page"><a href="51.shtml">上一篇</a> <a href="53.shtml">下一篇</a></div>
<div class="foot">雁桥日报社 版权所有</div></body></html>"""


def news_detail() -> str:
    """`pc/con/202403/05/content_52014.html`: the picture stands above the marked text."""
    return _site(f"""<div class="newsdetatit"><div class="intro">{KICKER}</div><h3>{HEADLINE}</h3>
<div class="sub">{DECK}</div><p align="center">2024年03月05日　{AUTHOR}</p></div>
<div class="newsdetatext"><div class="pic"><img src="../../../att/1.jpg"><p>{CAPTION}</p></div>
<founder-content>{BODY}</founder-content></div>""")


def shtml() -> str:
    """`shtml/yqrb/20240305/52014.shtml`."""
    return _site(f"""<div class="detCon"><h3>{KICKER}</h3><h2 class="detConTit">{HEADLINE}</h2><h3>{DECK}</h3>
<div class="info"><span>{AUTHOR}</span></div><div class="details">{BODY}</div></div>""")


def telegraph() -> str:
    """`content/20240305/Articel02001BB.htm`: lines parted by breaks."""
    text = "<BR>".join(f"　　{paragraph}" for paragraph in PARAGRAPHS)
    return _site(f"""<h4 id="suptitle">{KICKER}</h4><h2 id="title">{HEADLINE}</h2><h4 id="subtitle">{DECK}</h4>
<h5 id="author">{AUTHOR}</h5><span id="contenttext">{text}</span>""")


def rows() -> str:
    """`html/2024-03/05/content_52014.htm` with no name that says what stands where."""
    cells = "".join(
        f'<tr><td align=center class="{name}">{text}</td></tr>'
        for name, text in (("hei14", KICKER), ("hei16b", HEADLINE), ("hei14", DECK), ("black12", AUTHOR))
    )
    return _site(f"<table>{cells}<tr><td class=black14>{BODY}</td></tr></table>")


def of_pictures(caption: str = CAPTION) -> str:
    """An article of nothing but a picture, and its caption."""
    return classic(comment="", body="").replace(CAPTION, caption)


def account(style: str = "", day: str = "2024年3月5日 08:00") -> str:
    """An article of a public account (微信公众号), saved by a browser; without `day` as it was sent."""
    text = "".join(f"<section><span>{paragraph}</span></section>" for paragraph in PARAGRAPHS)
    return f"""<html><head><meta property="og:title" content="{HEADLINE}"><title>{HEADLINE}</title>
<script>var ct = "1709568000"; var nickname = "雁桥水利";</script></head><body id="activity-detail">
<div id="img-content"><h1 class="rich_media_title" id="activity-name">{HEADLINE}</h1>
<div id="meta_content"><span id="js_author_name">顾知远</span><a id="js_name">雁桥水利</a>
<em id="publish_time">{day}</em></div><div class="rich_media_content" id="js_content" style="{style}">
<section><img data-src="https://pic.example/1"></section>{text}</div></div>
<div>阅读 1234</div><div>微信扫一扫关注该公众号</div></body></html>"""


def filled_by_scripts() -> str:
    return """<html><head><title>雁桥日报</title><script src="/js/app.123.js"></script></head><body><div id=app></div>
<noscript>请启用脚本。</noscript><script>$.ajax({url:"/data/article.json"})</script></body></html>"""


def whole_page() -> str:
    """All articles of a newspaper page in one file: `html/2024-03/05/node_3.htm`."""
    second = "第二篇的正文讲的是另一件事：镇上的图书室周末也开门了，晚上八点才关灯。"
    return f"""<html><head><title>雁桥日报</title></head><body><p>2024年3月5日 星期二</p><p>第02版：乡镇</p>
<div><h3>{HEADLINE}</h3><founder-content>{BODY}</founder-content></div>
<div><h3>图书室周末也开门</h3><founder-content><p>{second}</p></founder-content></div></body></html>"""


def archive(page: str, address: str) -> bytes:
    """Return the page as Chrome saves it as MHTML."""
    import quopri

    encoded = quopri.encodestring(page.encode()).decode().replace("\n", "\r\n")
    return (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {address}\r\n"
        "Subject: =?utf-8?Q?page?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B----"\r\n\r\n\r\n'
        "------B----\r\nContent-Type: text/html\r\nContent-ID: <frame@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n{encoded}\r\n"
        "------B----\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {address}.jpg\r\n\r\n/9j/4AAQSkZJRg==\r\n------B------\r\n"
    ).encode()


def anything() -> str:
    """A page of no known maker."""
    text = "".join(f"<p>　　{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<html><head><title>{HEADLINE}_雁桥新闻网</title><meta property="article:published_time"
content="2024-03-05T08:11:00+08:00"></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/a">时政</a></li></ul></nav>
<main><h1>{HEADLINE}</h1><div class="info">2024-03-05 08:11　来源：雁桥日报　作者：顾知远</div>
<div class="txt">{text}</div></main><div><a href="/1">相关阅读一</a><a href="/2">相关阅读二</a></div>
<footer>版权所有 不得转载</footer></body></html>"""


def search_form() -> str:
    return """<html><head><title>检索</title></head><body><form><input name=q><button>搜索</button></form>
<ul><li><a href="/1">时政</a></li><li><a href="/2">教育</a></li></ul><p>请输入要检索的字。</p></body></html>"""
