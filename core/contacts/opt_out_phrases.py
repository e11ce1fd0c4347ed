"""Words inside a longer text that ask for no more texts: shown to the volunteer, who decides.

The rule is what a reasonable person understands, in any language: 47 CFR 64.1200(a)(10). So this list leans
towards showing too much; it stops nobody by itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.contacts.opt_out_words import is_stop, unaccented

_LONGEST = 1600  # characters looked at

# An apostrophe or the stars of a polite curse belong to the word, a dot ends what a phrase may reach over.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['’‘ʼ`´*])*|[.!?;:\n…]")
_INNER = re.compile(r"['’‘ʼ`´*]")
_END = "|"

_US = r"(?:me|us|my \w+|this (?:number|phone|cell|line)|here)"
_MINE = r"my (?:cell |phone |mobile )?(?:name|number|phone|cell|mobile|info|information|contact)"
_THIS_PHONE = rf"(?:me|us|him|her|{_MINE}|this (?:number|phone))"
_TEXTS = r"(?:texts?|txts?|messages?|msgs?|texting|spam|nonsense|crap|bs|bullshit|shit|garbage|junk)"
_NOT = r"(?:do not|dont|dnt|never|no longer|cant you not)"
_POLITE = r"(?:please|pls|plz|kindly|just|can you|could you|would you|will you|you need to|you must)"

# What holds the words of a phrase and means something else.
_HARMLESS = (
    r"\b(?:dont|do not|never|cant|cannot|couldnt|wont|not) stop (?:texting|sending|calling)\b",
    r"\bstop (?:texting|calling) (?:and|while|when) (?:driving|you drive|im driving)\b",
    r"\bstop texting you\b",
    r"\btake (?:me|us) off (?:guard|the hook|the road|topic|my feet|base)\b",
    r"\bopt out of (?!all |any |your |these |this |the |getting |receiving |texts?|messages?|everything)",
    r"\b(?:he|she|they|it) (?:wont|wouldnt|doesnt|didnt|dont) leave (?:me|us) alone\b",
    r"\bremove (?:me|us) from (?:office|power)\b",
)

_ENGLISH = (
    rf"(?:stop|quit|cease) (?:texting|txting|messaging|spamming)(?: {_US})?",
    rf"(?:stop|quit|cease) (?:sending|contacting|bothering|harassing|calling|writing|emailing|hitting) {_US}",
    rf"(?:stop|quit) (?:sending|with|blowing|filling|it with) (?:\w+ ){{0,3}}{_TEXTS}",
    (
        rf"(?:stop|end|quit|cancel) (?:all |of )?(?:the|these|this|those|your|all|any|getting|receiving)"
        rf" (?:\w+ )?{_TEXTS}"
    ),
    rf"(?:want|need|make) (?:this|these|it|them|you)(?: {_TEXTS})? to stop",
    rf"{_POLITE} remove(?= \||$)",
    rf"{_POLITE} stop(?= \||$)",
    r"(?:^|(?<=\| ))stop (?:it|this|now|already|please|pls|plz|thanks|thank|i|im|immediately|you|wtf)\b",
    (
        rf"{_NOT} (?:ever )?(?:text|txt|message|msg|contact|bother|write|email|spam|harass)"
        rf" (?:{_US}|again|anymore|any more|back)"
    ),
    rf"{_NOT} (?:ever )?(?:text|txt|message|msg|contact|bother|write)(?= \||$)",
    (
        rf"{_NOT} (?:ever )?call (?:me|us|here|this (?:number|phone))"
        r"(?: (?:again|anymore|any more|ever)| (?:or|and) text|(?= \||$))"
    ),
    rf"{_NOT} send (?:(?:me|us|this number) )?(?:\w+ ){{0,2}}{_TEXTS}",
    rf"(?:{_NOT}|didnt) (?:want|need|wish|care) (?:for )?(?:\w+ ){{0,3}}{_TEXTS}",
    (
        rf"{_NOT} (?:want|wish|like|care) (?:for you )?to (?:keep |be |get |receive |hear )"
        r"(?:texted|contacted|messaged|bothered|on (?:this|your|the|any|ur)|(?:\w+ ){0,4}"
        r"(?:texts?|txts?|messages?|msgs?|from (?:you|u|ya|yall|your)))"
    ),
    r"leave (?:me|us) (?:the (?:hell|heck|fuck|fk|f) )?(?:alone|be|tf alone)\b",
    (
        rf"(?:take|get|drop|cross|strike|scratch|pull) {_THIS_PHONE} (?:off|from|out of) (?:of )?"
        r"(?:\w+ ){0,2}(?:list|lists|database|system|texts?|messages)"
    ),
    r"take (?:me|us) off",
    rf"take {_MINE} off",
    rf"(?:remove|delete|erase) (?:me|us|{_MINE}|this (?:number|phone))",
    r"un ?sub(?:scribe)?(?: me| us)?",
    r"opt (?:me |us |my number )?out",
    r"(?:revoke|withdraw|take back) (?:my )?consent",
    r"(?:do not|dont|never|did not|didnt) (?:give |gave )?(?:you )?(?:my )?consent(?:ed)?",
    r"(?:never|didnt|did not) (?:sign|signed|ask|asked) (?:up )?(?:for|to get) (?:this|these|your|any)",
    (
        r"(?:who|where|how|why) (?:the \w+ )?(?:gave|give|did|do|you|u|have) (?:you |u |yall )?"
        r"(?:get |got |have |has |find )?(?:my|this) (?:cell |phone )?(?:number|info|information)"
    ),
    r"(?:lose|loose|forget|delete|block|trash) (?:my|this) (?:cell |phone )?number",
    r"no more (?:of )?(?:the |these |this |your |political )*" + _TEXTS,
    r"no (?:texts|texting|political texts|solicit\w*)(?: please| pls)?(?= \||$)",
    r"enough (?:already|of this|with (?:the|these|your)(?: \w+)? " + _TEXTS + ")",
    r"(?:do not call|dnc|no call) (?:list|registry)",
    r"cease and desist",
    r"(?:this|that|you) (?:is|are|r) (?:harassment|harassing (?:me|us))",
    r"(?:block|blocking|report|reporting|sue|suing) (?:you|u|this number|your number|yall)\b",
    r"(?:go away|get lost|buzz off|bug off|bugger off|piss off|screw off|kick rocks|go to hell|drop dead)",
    r"f(?:u|uc|uck|ck|k|uk|vck)?(?:(?: \|)* ?off| (?:you|u))\b(?! (?:the|are|were|have|to))",
    r"(?:eat shit|screw you|shut up)",
)
_SPANISH = (
    r"(?:ya )?no (?:me|nos) (?:escrib(?:a|an|as)|(?:mand|envi|molest|texte?|contact|llam|busqu)(?:e|en|es))",
    (
        r"dej(?:a|e|en|ame|eme|enme|ar) de (?:escribir\w*|mandar\w*|enviar\w*|molestar\w*|text\w+|llamar\w*"
        r"|contactar\w*)"
    ),
    r"(?:dejame|dejeme|dejenme|dejenos) (?:en paz|tranquil\w|sol\w)",
    r"(?:ya )?no quiero (?:mas|recibir|sus|tus|estos|que (?:me|nos))(?: \w+)?",
    (
        r"(?:quite|quita|quiten|saque|saca|saquen|borre|borra|borren|elimine|elimina|eliminen)"
        r"(?:me|nos)?(?: de (?:la|su|esta) lista| mi (?:numero|nombre)|(?= \||$))"
    ),
    r"(?:quiteme|quitenme|quitame|saqueme|saquenme|sacame|borreme|borrenme|borrame|elimineme|eliminenme)",
    r"no mas (?:mensajes|textos|llamadas)",
    r"(?:quien|como|donde) (?:te|le|les)? ?(?:dio|dieron|consigui\w+|obtuv\w+|sac\w+|tien\w+) mi numero",
    r"(?:paren?|basta) (?:de|con|ya)(?: \w+)?",
    r"(?:dar(?:me)?|deme|denme) de baja",
    r"(?:vete|vayase|vayanse) (?:al?|a la) \w+",
)
_FRENCH = (
    r"(?:ne )?(?:me|m) ?(?:ecri\w+|text\w+|contact\w+|appel\w+|derang\w+) (?:plus|pas)",
    r"(?:laissez|laisse) (?:moi|nous) tranquilles?",
    r"arret(?:e|ez|er) de (?:m|me) ?\w+",
    r"(?:me |m)?(?:desabonner?|desinscri\w+)(?: moi)?",
)

_ASKS = re.compile(
    "|".join(rf"(?:(?<=^)|(?<= ))(?:{each})(?= |$)" for each in (*_ENGLISH, *_SPANISH, *_FRENCH))
)
_MEANS_ELSE = re.compile("|".join(_HARMLESS))


@dataclass(frozen=True)
class _Word:
    """A word or the end of a sentence: where it is in the text, and where in the plain one."""

    start: int
    end: int
    at: int
    plain: str


@lru_cache(maxsize=4096)  # an inbox shows the same texts again and again
def suggests_stop(text: str) -> str | None:
    """Return the words of a text that sound like a wish for no more texts, as they were written; else None.

    A sentence of its own that is one of the stop words counts too: "Stop. I have voted."
    """
    text = text[:_LONGEST]
    words = _words(text)
    plain = " ".join(word.plain for word in words)
    plain = _MEANS_ELSE.sub(lambda found: "#" * len(found.group()), plain)
    found = _ASKS.search(plain)
    if found:
        return _as_written(text, words, *found.span())
    return next((sentence for sentence in _sentences(text) if is_stop(sentence)), None)


def _words(text: str) -> list[_Word]:
    words, at = [], 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        plain = unaccented(_INNER.sub("", token)) if token[0].isalnum() else _END
        words.append(_Word(found.start(), found.end(), at, plain))
        at += len(plain) + 1
    return words


def _as_written(text: str, words: list[_Word], start: int, end: int) -> str:
    meant = [word for word in words if word.at < end and word.at + len(word.plain) > start]
    return " ".join(text[meant[0].start : meant[-1].end].split())


def _sentences(text: str) -> list[str]:
    return [stripped for part in re.split(r"[.!?;:\n…]", text) if (stripped := part.strip())]
