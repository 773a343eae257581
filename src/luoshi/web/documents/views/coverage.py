"""How the responses answer each point of a directive, and which words a response shares with others."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from luoshi.comparing import VERDICTS
from luoshi.web.documents import comparing, showing
from luoshi.web.documents.models import DIRECTIVE, Document
from luoshi.web.documents.queries import documents_open_to, find_campaign
from luoshi.web.documents.views.document import open_document

MOST_PASSAGES = 60


@login_required
def coverage(request: HttpRequest, number: int) -> HttpResponse:
    """Points × units; with `point`, the sentences of both sides. What was not compared yet is compared when `make` asks for it."""
    person = request.user
    campaign = find_campaign(person, number)
    directives = list(documents_open_to(person).filter(campaign=campaign, kind=DIRECTIVE))
    wanted = request.GET.get("directive", "")
    directive = next((d for d in directives if str(d.pk) == wanted), directives[0] if directives else None)
    context: dict[str, Any] = {"campaign": campaign, "directives": directives, "directive": directive, "tab": "coverage"}
    if directive is None:
        return render(request, "documents/coverage.html", context)
    texts = comparing.texts_for_coverage(directive, person)
    found = comparing.make(texts) if "make" in request.GET and texts.is_enough else comparing.kept(texts)
    if found is not None and request.htmx and "make" in request.GET:
        return HttpResponseClientRedirect(f"{request.path}?directive={directive.pk}")
    context |= {"texts": texts, "found": found}
    if found is not None:
        context |= _table(found, texts, person, request.GET.get("point", ""))
    return render(request, "documents/coverage.html", context)


def _table(found: dict[str, Any], texts: comparing.Texts, person: Any, wanted: str) -> dict[str, Any]:
    documents = {d.pk: d for d in documents_open_to(person).filter(pk__in=texts.responses)}
    sides = [{**side, "name": _name(side, documents), "joint": documents[side["document"]].form == "round-up"} for side in found["sides"]]
    answers = {(answer["point"], answer["key"]): answer for answer in found["answers"]}
    rows = [{"point": point, "answers": [answers[point["number"], side["key"]] for side in sides]} for point in found["points"]]
    counts = [Counter(answers[point["number"], side["key"]]["verdict"] for point in found["points"]) for side in sides]
    chosen = next((row for row in rows if str(row["point"]["number"]) == wanted), None)
    return {
        "sides": [{**side, "counts": [(verdict, count[verdict]) for verdict in VERDICTS]} for side, count in zip(sides, counts, strict=True)],
        "rows": rows, "chosen": _beside(chosen, sides, texts) if chosen else None, "verdicts": VERDICTS,
    }  # fmt: skip


def _name(side: dict[str, Any], documents: dict[int, Document]) -> str:
    document = documents[side["document"]]
    return side["unit"] or (document.unit.name if document.unit else str(document))


def _beside(row: dict[str, Any], sides: list[dict[str, Any]], texts: comparing.Texts) -> dict[str, Any]:
    """A point with what each side says to it, in words."""
    shown = []
    for side, answer in zip(sides, row["answers"], strict=True):
        text = texts.responses[side["document"]].plain["text"]
        sentences = [{"words": text[start:end], "span": (start, end)} for start, end in answer["spans"]]
        shown.append({"side": side, "answer": answer, "sentences": sentences})
    order = {verdict: place for place, verdict in enumerate(("weaker", "echoed", "answered"))}
    spoken = [one for one in shown if one["answer"]["verdict"] in order]
    silent = [one["side"] for one in shown if one["answer"]["verdict"] not in order]
    return {"point": row["point"], "directive": next(iter(texts.directives)), "shown": sorted(spoken, key=lambda one: order[one["answer"]["verdict"]]), "silent": silent}


@login_required
def shared(request: HttpRequest, number: int) -> HttpResponse:
    """A response with the words marked that other texts have too, and with whom each stretch is shared."""
    person = request.user
    document = open_document(request, number)
    texts = comparing.texts_for_sharing(document.campaign, person)
    enough = texts.is_enough and document.pk in texts.responses
    found = comparing.make(texts) if "make" in request.GET and enough else comparing.kept(texts)
    if found is not None and request.htmx and "make" in request.GET:
        return HttpResponseClientRedirect(request.path)
    context: dict[str, Any] = {"campaign": document.campaign, "document": document, "enough": enough, "found": found, "texts": texts, "tab": "documents"}
    if found is not None and enough:
        context |= _shared_words(found, texts, document, person)
    return render(request, "documents/shared.html", context)


def _shared_words(found: dict[str, Any], texts: comparing.Texts, document: Document, person: Any) -> dict[str, Any]:
    readings = {**texts.directives, **texts.responses}
    documents = {d.pk: d for d in documents_open_to(person).filter(pk__in=readings)}
    names = {side["key"]: _name(side, documents) for side in found["sides"]}
    own = [one for one in found["own"] if comparing.document_of(one["key"]) == document.pk]
    passages = [_told(p, document.pk, names, readings) for p in found["passages"] if document.pk in (comparing.document_of(p["a"]), comparing.document_of(p["b"]))]
    passages = sorted(passages, key=lambda p: -p["letters"])
    with_whom: Counter[str] = Counter()
    for one in own:
        with_whom.update(dict(one["with_whom"]))
    marks = [tuple(span) for one in own for span in one["shared_spans"]]
    letters, common, asked = (sum(one[field] for one in own) for field in ("letters", "shared", "directive"))
    return {
        "paragraphs": list(showing.paragraphs_of(readings[document.pk].plain, marks)), "passages": passages[:MOST_PASSAGES], "passages_all": len(passages),
        "letters": letters, "common": common, "asked": asked, "common_percent": _percent(common, letters), "asked_percent": _percent(asked, letters),
        "with_whom": [{"name": names[key], "document": comparing.document_of(key), "letters": count, "percent": _percent(count, letters)} for key, count in with_whom.most_common(12)],
    }  # fmt: skip


def _percent(part: int, whole: int) -> int:
    """Rounded half up, so that the same figures give the same number everywhere."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def _told(passage: dict[str, Any], number: int, names: dict[str, str], readings: dict[int, Any]) -> dict[str, Any]:
    """A passage as this document sees it: its own words, and the other's."""
    here, there = ("a", "b") if comparing.document_of(passage["a"]) == number else ("b", "a")
    other = comparing.document_of(passage[there])

    def words(side: str, document: int) -> str:
        return readings[document].plain["text"][passage[f"{side}_start"] : passage[f"{side}_end"]]

    return {
        "kind": passage["kind"], "letters": passage["letters"], "changes": passage["changes"], "name": names[passage[there]], "document": other,
        "words": words(here, number), "span": (passage[f"{here}_start"], passage[f"{here}_end"]),
        "other": words(there, other), "other_span": (passage[f"{there}_start"], passage[f"{there}_end"]),
    }  # fmt: skip
