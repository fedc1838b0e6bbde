"""The vocabulary of markup in running text: names of tags, and what a token is."""

from __future__ import annotations

INLINE, BLOCK, CELL, DROP, MEDIA = range(5)
"""How a token is laid out: within a line, breaking it, between cells, with its content, kept."""


Token = tuple[int, int, int, str, bool, bool]
"""A piece of markup: start, end, layout, name, whether it closes, and whether it is bare (without
attributes: the form in which prose speaks of tags)."""


def words(names: str) -> frozenset[str]:
    """Return the names in a string as a set."""
    return frozenset(names.split())


# Names that are nothing but HTML: bare and unmatched they are still markup.
BLOCKS = words(
    "p div br hr ul ol li dl dt dd h1 h2 h3 h4 h5 h6 tr tbody thead tfoot blockquote section center"
    " table caption pre article aside figure figcaption header footer main nav address fieldset"
    " form details summary html body head title dir menu frameset noframes legend option"
    " optgroup select marquee"
)
CELLS = frozenset(("td", "th"))
INLINES = words(
    "span strong em font nobr wbr b i u s a q tt big small sub sup strike del ins mark code kbd var"
    " xml samp cite abbr acronym dfn time data label button input textarea img image picture source"
    " video audio track iframe embed object param canvas svg path g rect circle use map area link"
    " meta base style script noscript template ruby rb rt rp rtc bdi bdo col colgroup blink"
    " basefont applet frame bgsound progress meter output dialog slot math mpvoice mpprofile qqmusic"
    " mpvideosnap mp-common-profile mp-style-type mp-miniprogram mp-common-videosnap"
    " mp-common-mpaudio mp-common-product mp-common-poi mp-weapp mpcps"
    " amp-img amp-anim amp-video amp-youtube amp-iframe amp-ad amp-embed amp-analytics"
)
SURE = words(
    "p div br span font strong em li ul ol td th tr tbody thead h1 h2 h3 h4 h5 h6 blockquote nobr wbr"
    " hr"
)
# Written with a capital by old editors, and not the names of anybody's components.
TITLED = words("Br Hr Td Tr Li Ul Ol Font Strong Em Center Span Div Img Tbody Nobr")
# Closing tags cut loose from their opening ones; as words of usage lines they do not occur.
SURE_CLOSING = SURE | words(
    "a section center table u b i ins del body html article aside header footer main nav figure figcaption form"
)
CONTENT = words("script style noscript template iframe svg object applet canvas video audio xml")
OFFICE = frozenset(("o", "v", "w", "w10", "m", "st1", "u1", "x", "p", "mp", "a", "wp", "pic"))
MEDIA_NAMES = frozenset(
    ("image", "img", "video", "audio", "picture", "media", "file", "attachment")
)
SWITCHES = words(
    "hidden controls checked disabled nowrap noshade allowfullscreen selected readonly multiple muted"
    " autoplay loop async defer required compact reversed"
)
VOID = words("br hr img input link meta wbr col area base embed param source track")
