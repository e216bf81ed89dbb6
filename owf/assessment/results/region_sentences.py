"""A region's findings in sentences, which name and count only Trusts published in full."""

from collections.abc import Mapping, Sequence

from owf.assessment.results.standings import Mean, MeanOfTwoYears
from owf.benchmark.change.changes import ChangeVerdict
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import GroupKind
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.wording import MOST_NAMES, counted, listed, named_or_counted, number

_LOUD = (Verdict.AHEAD, Verdict.SLIGHTLY_AHEAD, Verdict.SLIGHTLY_BEHIND, Verdict.BEHIND)
_QUIET = {
    Verdict.IN_LINE: ("is broadly in line", "are broadly in line"),
    Verdict.NO_CLEAR_DIFFERENCE: ("shows no clear difference", "show no clear difference"),
    Verdict.NOT_COMPARED: ("is not compared", "are not compared"),
}
_MOVED = {
    ChangeVerdict.IMPROVED: ("improved", "improved"),
    ChangeVerdict.SLIGHTLY_IMPROVED: ("slightly improved", "slightly improved"),
    ChangeVerdict.SLIGHTLY_WORSE: ("became slightly worse", "became slightly worse"),
    ChangeVerdict.WORSE: ("became worse", "became worse"),
}
_STAYED = {
    ChangeVerdict.ABOUT_THE_SAME: ("stayed about the same", "stayed about the same"),
    ChangeVerdict.NO_CLEAR_CHANGE: ("shows no clear change", "show no clear change"),
}


def signed_off(signed: int, trusts: int, year: int) -> str:
    if signed == 0:
        return f"No Trust has signed off {year} yet"
    if signed == trusts:
        return f"All {trusts} Trusts have signed off {year}"
    return f"{signed} of {trusts} Trusts {'has' if signed == 1 else 'have'} signed off {year}"


def who_stands_out(findings: Sequence[Finding]) -> str:
    """Who is ahead and who behind on one group of items, and how many are neither."""
    if not findings:
        return "No Trust shows its results by name yet."
    first = findings[0]
    about = f"On {first.phrase}" if first.phrase else "Overall"
    names = {
        verdict: [one.trust for one in findings if one.verdict is verdict] for verdict in Verdict
    }
    loud = [
        named_or_counted(names[one], len(findings), f"is {one}", f"are {one}")
        for one in _LOUD
        if names[one]
    ]
    quiet = [_how_many(names[one], *words) for one, words in _QUIET.items() if names[one]]
    if len(names[Verdict.NOT_COMPARED]) == len(findings):
        return (
            f"{about} in {first.year}, no Trust is compared with the others{_why_none(findings)}."
        )
    against = f"{about} in {first.year}, against the rest of {first.comparator}, "
    if not loud:
        every = "all " if len(quiet) == 1 and len(findings) > 1 else ""
        return f"{against}no Trust stands out: {every}{listed(quiet)}."
    rest = f"; {listed(quiet)}" if quiet else ""
    return f"{against}{listed(loud)}{rest}."


def across_themes(findings: Mapping[str, Sequence[Finding]]) -> str:
    """Clear findings one by one, slighter ones where a Trust has them on several themes."""
    clear = [text for name, of_trust in findings.items() if (text := _clear(name, of_trust))]
    parts = clear
    if len(clear) > MOST_NAMES:
        parts = [f"{len(clear)} of {len(findings)} named Trusts are ahead or behind on some theme"]
    for direction, word in ((1, "ahead"), (-1, "behind")):
        parts = [*parts, *_often(findings, direction, word)]
    return f"By theme, {'; '.join(parts)}." if parts else ""


def _clear(name: str, findings: Sequence[Finding]) -> str:
    said = []
    for verdict in (Verdict.AHEAD, Verdict.BEHIND):
        themes = [one.phrase or "" for one in findings if one.verdict is verdict]
        if themes:
            every = len(themes) == len(findings) > 1
            where = _of_all(len(themes), len(findings)) if every else listed(themes)
            said.append(f"{verdict} on {where}")
    return f"{name} is {listed(said)}" if said else ""


def _often(findings: Mapping[str, Sequence[Finding]], direction: int, word: str) -> list[str]:
    by_times: dict[int, list[str]] = {}
    for name, of_trust in findings.items():
        same_way = [one.verdict for one in of_trust if one.verdict.direction == direction]
        times = len(same_way)
        # Where all of them are clear, they are told already.
        if times > 1 and not set(same_way) <= {Verdict.AHEAD, Verdict.BEHIND}:
            by_times.setdefault(times, []).append(name)
    if not by_times:
        return []
    if sum(map(len, by_times.values())) > MOST_NAMES:
        number_of = sum(map(len, by_times.values()))
        return [
            f"{number_of} of {len(findings)} named Trusts are at least slightly {word} on two "
            "themes or more"
        ]
    themes = max(len(of_trust) for of_trust in findings.values())
    most, *fewer = sorted(by_times, reverse=True)
    verb = "is" if len(by_times[most]) == 1 else "are"
    said = [f"{listed(by_times[most])} {verb} at least slightly {word} on {_of_all(most, themes)}"]
    said += [f"{listed(by_times[times])} on {_in_words(times)}" for times in fewer]
    return [listed(said)]


def highest_and_lowest(means: Sequence[tuple[str, Mean]]) -> str:
    """``means``: (theme as in a sentence, mean). Empty over different Trusts, or if alike."""
    known = [(phrase, mean.value) for phrase, mean in means if mean.value is not None]
    if len(known) < len(means) or len({(one.trusts, one.unnamed) for _, one in means}) != 1:
        return ""
    top, bottom = max(known, key=lambda one: one[1]), min(known, key=lambda one: one[1])
    if number(top[1], 1) == number(bottom[1], 1):
        return ""
    return (
        f"The region's mean is highest on {top[0]} ({number(top[1], 1)}) "
        f"and lowest on {bottom[0]} ({number(bottom[1], 1)})."
    )


def who_moved(changes: Sequence[ChangeFinding], mean: MeanOfTwoYears | None) -> str:
    """Empty where unknown; ``changes`` are of Trusts named in both years."""
    if not changes:
        return ""
    names = {
        verdict: [one.trust for one in changes if one.verdict is verdict]
        for verdict in ChangeVerdict
    }
    moved = [
        named_or_counted(names[one], len(changes), *words)
        for one, words in _MOVED.items()
        if names[one]
    ]
    stayed = [_how_many(names[one], *words) for one, words in _STAYED.items() if names[one]]
    since = f"Since {changes[0].years[0]}, "
    about = f"on {changes[0].phrase}" if changes[0].phrase else "overall"
    said = listed(moved) or f"no Trust clearly changed {about}"
    said += f" {about}" if moved else ""
    said += f"; {listed(stayed)}" if stayed and moved else f": {listed(stayed)}" if stayed else ""
    if mean is None or mean.before is None or mean.after is None:
        return f"{since}{said}."
    return (
        f"{since}{said}. The mean of the {counted(mean.trusts, 'Trust')} with both years went "
        f"from {number(mean.before, 2)} to {number(mean.after, 2)}."
    )


def how_they_differ(left: Sequence[Finding], right: Sequence[Finding]) -> str:
    others = {(one.kind, one.theme, one.aspect): one for one in right}
    pairs = [
        (one, others[key]) for one in left if (key := (one.kind, one.theme, one.aspect)) in others
    ]
    parts = []
    for kind in (GroupKind.THEME, GroupKind.CELL):
        apart = [
            (abs(one.comparison.score - two.comparison.score), one, two)
            for one, two in pairs
            if one.kind is kind
            and one.comparison.score is not None
            and two.comparison.score is not None
        ]
        if apart:
            _, one, two = max(apart, key=lambda found: found[0])
            parts.append(_apart(one, two))
    if not parts:
        return f"{left[0].trust} and {right[0].trust} have no score that both show."
    names = f"{left[0].trust} and {right[0].trust}"
    themes = f"Of all themes, {names} differ most on {parts[0]}"
    aspects = f"; of single aspects, on {parts[1]}" if len(parts) > 1 else ""
    return f"{themes}{aspects}."


def _apart(one: Finding, two: Finding) -> str:
    where = f"{one.phrase} in {one.within}" if one.within else one.phrase
    where = f"{where} (one question)" if one.n_items == 1 else where
    scores = [number(found.comparison.score or 0.0, 1) for found in (one, two)]
    words = [str(found.verdict) for found in (one, two)]
    return f"{where}: {scores[0]} ({words[0]}) and {scores[1]} ({words[1]})"


def _how_many(names: Sequence[str], one: str, many: str) -> str:
    return f"{_in_words(len(names))} {one if len(names) == 1 else many}"


def _in_words(count: int) -> str:
    return counted(count, "Trust").split(" ")[0]


def _of_all(times: int, themes: int) -> str:
    if times == themes:
        return "both themes" if themes == 2 else f"all {counted(themes, 'theme')}"
    return f"{_in_words(times)} of {counted(themes, 'theme')}"


def _why_none(findings: Sequence[Finding]) -> str:
    reasons = {one.comparison.why_not for one in findings}
    return f": {reasons.pop()}" if len(reasons) == 1 else ""
