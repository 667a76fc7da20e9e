"""The names and words by which files and tables say whether readers may see something. Pure.

Compared as `plain` writes them: in any case, with or without hyphens, underscores, spaces and accents.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

type Kind = Literal[
    "hides", "shows", "state", "hint", "from", "date", "until", "password", "unless_false", "robots", "hide"
]

PARTS = re.compile(r"[\W_]+")
PREFIX = re.compile(r"\A(?:is|post|page|article|doc|document|content|entry|item|wp|hugo|jekyll|ghost)(?=.{4})")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return PARTS.sub("", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def words(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(plain, text.split())))


# hides: a truth that keeps it from readers. shows: one that lets it out, or the day on which it did.
# state: a word that has to be known. hint: a word that may say it, and mostly says something else.
# from, date, until: instants. unless_false: only "no" says something.
KEYS: dict[Kind, str] = {
    "hides": (
        "draft drafts isdraft unpublished unlisted private hidden invisible internal internal-only confidential restricted protected"
        " secret embargoed wip work-in-progress archived deleted trashed disabled ignored excluded headless noindex no-index"
        " exclude-from-collections eleventy-exclude-from-collections eleventyExcludeFromCollections members-only"
        " sitemap-exclude sitemap-ignore exclude-from-sitemap needs-review not-ready"
        " Entwurf privat versteckt intern unveröffentlicht brouillon privé masqué borrador privado oculto rascunho bozza privato"
        " nascosto verborgen szkic taslak gizli черновик 下書き 非公開 草稿"
    ),
    "shows": (
        "published publish public visible listed is-public is-visible is-live live indexable publishable released"
        " veröffentlicht öffentlich sichtbar publié publicado publico visibile pubblicato gepubliceerd yayınlandı опубликовано 公開 发布"
    ),
    "state": (
        "status state visibility publish-status publishing-status publication-status published-status publish-state"
        " publishing-state publication-state workflow-state workflow-status review-status approval-status post-status"
        " sichtbarkeit veröffentlichungsstatus statut visibilité estado visibilidad visibilidade stato visibilità durum"
        " zustand état статус видимость"
    ),
    "hint": "type layout kind stage phase access audience category categories tag tags label labels keywords workflow",
    "from": (
        "publish-date publish-at publish-on published-at published-on published-date publishing-date pub-date pub-at"
        " publication-date publication-at date-published scheduled scheduled-at scheduled-for scheduled-date schedule"
        " schedule-at schedule-date go-live go-live-at go-live-date embargo embargo-until embargoed-until embargo-date"
        " visible-from available-from publish-from release-at release-on post-date veröffentlichungsdatum"
        " veröffentlicht-am date-publication fecha-publicación"
    ),
    "date": "date datum fecha",
    "until": (
        "expiry-date expiry expire-at expires expires-at expires-on expire expire-on expiration expiration-date expired"
        " unpublish-date unpublish-at unpublished-at unpublish-on unpublish valid-until publish-until visible-until"
        " available-until offline-at ablaufdatum"
    ),
    "password": "password passwd passwort post-password protected-by mot-de-passe contraseña",
    "unless_false": "permalink output render sitemap",
    "robots": "robots meta-robots googlebot meta head",
    "hide": "hide",
}  # fmt: skip
KINDS: dict[str, Kind] = {word: kind for kind, names in KEYS.items() for word in words(names)}
# What may hold such names one level further down; elsewhere only the plainest count.
CONTAINERS = words(
    "params param extra build meta metadata settings setting options config page post article frontmatter front-matter"
    " publication publishing custom attributes data wordpress wp hugo jekyll quarto ghost zola robots sitemap cms portal"
)
PLAINEST = words("draft is-draft published unpublished publish")
BUILD_KEYS = words("render list")
SITEMAP_KEYS = words("disable disabled exclude excluded ignore")

TRUE = words("true yes y on 1 10 t x ja oui si sim da evet 是 はい wahr vrai verdadero verdadeiro vero да checked")
FALSE = words(
    "false no n off 0 00 f nein non nao nie hayir 否 いいえ falsch faux falso нет never none nobody unchecked"
)
PUBLIC = words(
    "published publish public live released visible listed everyone everybody anyone all world open online posted active"
    " enabled veröffentlicht öffentlich publié publique publico público publicado pubblicato pubblico gepubliceerd openbaar"
    " yayınlandı опубликовано 公開 公开 已发布 発行 게시됨"
)
NOT_PUBLIC = words(
    "draft drafts auto-draft private pending pending-review review in-review under-review needs-review trash trashed deleted"
    " removed archived archive unpublished not-published unlisted hidden internal internal-only confidential secret"
    " restricted protected password-protected members members-only paid premium tiers scheduled future inherit sent"
    " embargo embargoed wip work-in-progress in-progress todo idea outline rejected withdrawn expired disabled inactive"
    " offline staged staging planned upcoming coming-soon on-hold hold legal-hold not-ready unapproved incomplete"
    " unfinished tbd tba never nobody none"
    " Entwurf privat versteckt intern unveröffentlicht nicht-veröffentlicht ausstehend geplant archiviert gelöscht"
    " brouillon privé masqué non-publié en-attente planifié archivé borrador privado oculto no-publicado pendiente"
    " programado archivado rascunho agendado bozza privato nascosto concept verborgen szkic ukryty черновик скрыто taslak"
    " gizli 下書き 非公開 草稿 私有 초안 비공개"
)
# What tags and layouts say of a page that is not ready; other words of the list above are topics there.
UNREADY = words(
    "draft drafts autodraft unpublished wip work-in-progress members-only internal-only entwurf brouillon borrador rascunho bozza"
)
TICKS = str.maketrans({"✓": "yes", "✔": "yes", "☑": "yes", "✅": "yes", "✗": "no", "✘": "no", "☐": "no", "❌": "no"})
# What stands in a cell for nothing; a sign without letters does too.
NOTHING = frozenset({"", "na"})
WAITS = re.compile(r"schedul|embargo")
NO_END = words("never none no false nie jamais nunca")
TODAY = words("now today last-modified lastmod auto")
DRAFT_FOLDERS = words("drafts draft unpublished private wip entwürfe brouillons borradores rascunhos bozze")
