"""Words for what happens: those for one deed, those that say nothing of it, those that turn it into its opposite."""

from reader.language.patterns import pattern

_WORDS = """
上午 下午 中午 凌晨 清晨 早晨 晚上 傍晚 深夜 当日 当天 当晚 昨日 昨天 昨晚 昨晨 昨夜 今日 今天
今晚 今晨 今早 期间 之际 正式 胜利 隆重 成功 获得成功 顺利 圆满 全部 首次 公开 一行 先生 同志
着名 自己 各界 各地 进行 举行 召开 举办 发生 开始 施行 修建 建造 大会 典礼 仪式 庆祝 工作 终年
享年

开工 动工 破土动工 破土 兴工 动土 奠基
建成 落成 竣工 完工 投产 投入使用 投入运行 投入生产 启用 通车 通航 开通 首航 开航 复航 开馆 开业 开播 播音 开放 开炉
开幕 揭幕
展出 参展
闭幕 结束 落幕
逝世 去世 病逝 病故 辞世 长逝 与世长辞
死亡 遇难 丧生 身亡 罹难 殒命
抵达 到达 来到 飞抵
离开 启程 动身
返回 回到 归来
视察 检查 察看 查看 考察 调查 调研 巡视 参观
看望 慰问 探望
会见 会晤 接见
签署 签订 签字 签约 订立 缔结
协议书 协议 协定
研制 试制 制成 制造
首演 首场演出 演出 公演 上演
起火 失火 火灾 大火 着火
沉没 翻沉 沉船
决口 溃决 溃堤
战胜 击败 打败
判处 判决 宣判
逮捕 抓获 被捕 拿获 捕获 落网
捐赠 捐献 捐给 赠送
发布 公布 颁布 发表 印发
获得 荣获 夺得 取得
攻克 攻占 占领 收复
迁到 迁至 迁入 迁往 搬到 搬入
成立 设立 建立 组建 创办 开设
更名 改名 定名 命名 改称
批准 同意 核准 准许
就职 就任 到任
产下 生下
救起 救出 获救
出土 发现 观测到
恢复 重新
相撞 碰撞
第一座 第一个 第一台 首座 首个 首台
"""
_NOTHING, _DEEDS = _WORDS.split("\n\n")
SAYS_NOTHING = tuple(_NOTHING.split())
"""Words that say nothing of what happened."""


def _signs() -> dict[str, str]:
    signs: dict[str, str] = {}
    for number, line in enumerate(_DEEDS.split("\n")):
        signs |= dict.fromkeys(line.split(), f"|{chr(0x1401 + number)}|")
    return signs


SIGNS = _signs()
"""For words for one deed, a letter that no Chinese text has."""
FREE = (
    "的了在于与和同向由为对从将把被及等并以至到是有其就经已所之则又也而"
    "给让使令该此本个一位名件座只条项曾赴抵因做案犯起"
)
"""Characters that say nothing of what happened either."""
TURN = pattern(
    "[没未无否非勿莫缺副]|不(?![断仅久少同料幸])|免(?!费)|代理|代(?=[省市县区总主院校局])|(?<!生)[原前]任|取消|推迟|延期|改期|失败|中止|停止|暂停"
    "|拒绝|驳回|辟谣|误传|险些|几乎|附近|附属|附设|分[厂校院局店馆]|筹备|筹建"
)
"""Words by which a line may say the opposite of one that has all its other words, or tell of another body."""
