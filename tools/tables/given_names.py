"""How often a character stands in a given name, from the names in jieba's dictionary."""

from collections import Counter

from reader.language.names import is_common_surname
from tools.tables.dictionary_entries import OF_A_FOREIGNER, OF_A_PERSON, entries

_LEAST = 1
_FOREIGN = 1.5
"""By how much more frequent both characters are in foreign names where a name is taken for one of these (马尔特)."""
_USUAL = {
    200: ("明国文华建志军林英红平玉春海金兰秀德永小伟丽"),
    100: (
        "芳梅荣清生云珍东杰成强龙辉峰庆祥桂新世光福忠霞凤良安家晓立俊亚亮敏勇兴超宝江艳天义刚胜学中玲燕淑宏美"
        "慧涛波正振斌洪雪根松宇佳元丹鹏利飞民瑞"
    ),
    40: (
        "少青先贵凯旭晨浩仁武启山泽广才雨莲雅欣静洁琴萍莉娟彬磊鑫健鸣康长子一士大道万景树水连昌全星克思佩秋仲"
        "继耀毅进锦会维雄南信娜琳颖倩月冬芬香彩花巧菊彦博婷敬培跃川善喜有希丰力群晶鸿方如宗加岩洋阳虎友孝绍其"
        "诗仙益富素仕源远润嘉雷达朝来心延守怀尚可诚恩悦君章然楠坤乐翔发梦昭臣宁炳传双震奇森琼翠薇瑶蓉菲蓓璐媛"
        "婧姗莹妍怡萌"
    ),
    12: (
        "澜棣幼臻寰彤煜炜煌焕烨烁琦琪瑜瑾璇珂珊玮珏琨琛琮瑛瑄璋璞璟骏骥骁驰骐腾栋梁柱楷桐梓榕柏杉桦枫棋渊湘滨"
        "潮淼泉沛泓洲涵淳滔瀚沐沁汶汉钧钢铁铭锋锐钊钰铮锡镇轩昊昱晖晟晔暄曦昕晗昀皓岚岳峻崇嵩巍屹岱岭宪宽宜宸"
        "寅宾宣定容寿庄应廷弘弼彪彰征徽恒恺惠慈懿戈战戎扬承抗捷援攀政效敦斐旺昆显普智朗望本权材杏枝柳桃榜楚槐"
        "歌殿毓汝沂治泰济涌渝湛溪满灵炎炯照熙爱甫田畅盈盛相眉真石砚硕碧祖祺禄禹秉科秦穆童竹笑筠粉紫纪纯绪绮缘"
        "羽翊翰耘聪肃育舒舟航艺节芝芸芹芙苇苏若茂茜茵荃荔莎莺菁菱萱葵蔚蕊蕾融行衍裕襄西观言训询谊谦谨谋豪贞贤"
        "赞起轶载辰边迅迎运迪通逸遥遵邦郁采里野闯闻陶隆隽雁雯霖霄露韬韵顺颂领颜风馨骄高鲁鹤鹃鹰麒麟黎默齐娥娇"
        "娣娅姣婉婵嫣妹妮妙姬婕媚伦佑作侠修倬偲储僖儒兆冠冰凌凡凝则初制前勤勋包化北卉卓印厚原叶吉名向呈周咏品"
        "哲唐商四团圣在均垚城基堂塔声夏多夫奎妤始存季宋客宵密尧尹居崎工左己市帅师常干年幸幽序廉建开录彭往微恬"
        "愉愫戴扣抒护拓挺授揆放救敏斗旋旗旦昂易晋曙曼最朋木朱来栓校格桥梧楼榆正毛气沙河法渡湖源滋澄濂火炽烈煦"
        "燃牛牧犁狄献玖珠班球理瑗瓦生用甜男略白百盟省眺禾秀稼端笃笙简粮精绵织继罗群耕职联能自至致舜色花苗茗莘"
        "莱菡萃落葆蒲蕙蕴藏虹蛟表袁计诺豫贝质赋足跟轼辛过连逢郡重钦铃铸银锁镜闽阔阜阶陵雪零霜青靖韩页顶顾首骅"
        "鱼鲜鸽黄鼎"
    ),
}
"""Characters that given names of the twentieth century usually have, by the names for which each counts: the dictionary
has the people of novels and of history."""
_ALONE = 8
"""Of how many of these names one has no other character."""
_HEAD = """# Characters of given names, and how many names of jieba's dictionary (github.com/fxsjy/jieba, MIT; a surname
# and one or two characters, marked as a person's) have each as the first of two, the second of two, alone; characters
# of names of today count for more. Made by `python -m tools.tables`.
"""


def given_names() -> str:
    """Return the table: a character and three counts a line, the most frequent first.

    Rare surnames are words of their own more often than they begin a name, and are passed over; so are foreign names.
    """
    words = list(entries())
    names = [word for word, _, kind in words if kind == OF_A_PERSON and is_common_surname(word[0])]
    foreign = Counter("".join(word for word, _, kind in words if kind == OF_A_FOREIGNER and len(word) > 2))
    given = Counter("".join(name[1:] for name in names if len(name) == 3))
    ratio = {
        character: (foreign[character] / foreign.total()) / ((count + 1) / given.total())
        for character, count in given.items()
    }
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for name in names:
        if len(name) == 3 and min(ratio[name[1]], ratio[name[2]]) <= _FOREIGN:
            first[name[1]] += 1
            second[name[2]] += 1
        elif len(name) == 2:
            alone[name[1]] += 1
    for count, characters in _USUAL.items():
        for character in characters:
            first[character] += count
            second[character] += count
            alone[character] += count // _ALONE
    total = first + second + alone
    rows = [f"{c} {first[c]} {second[c]} {alone[c]}" for c, count in total.most_common() if count >= _LEAST]
    return _HEAD + "\n".join(rows) + "\n"
