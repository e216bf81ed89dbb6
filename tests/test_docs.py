"""Documentation and code say the same, in both directions."""

import ast
import re
from pathlib import Path

import typer
from pydantic import SecretStr

from owf.cli import app
from owf.cli.serve import SIGN_OF_LIFE
from owf.settings import ROOT, Settings
from owf.web.navigation import PAGES
from owf.web.routes import routes

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
OUR_NAMES = r"one workforce|one children['’]s workforce|this tool|this product"


def documents_with(faults):
    """Document -> its faults, for the documents that have any."""
    found = {
        str(path.relative_to(ROOT)): faults(path, path.read_text(encoding="utf-8"))
        for path in DOCUMENTS
    }
    assert len(found) > 20
    return {name: wrong for name, wrong in found.items() if wrong}


def rows(section):
    """The cells of a section's table, row by row."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", OPERATIONS, flags=re.S | re.M)[1]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code(cell):
    """What stands in backticks."""
    return re.findall(r"`([^`]*)`", cell)


def without_repeats(found):
    assert len(found) == len(set(found)), "a row is there twice"
    return set(found)


# Settings, commands, pages, routes


def default_in_words(value):
    value = value.get_secret_value() if isinstance(value, SecretStr) else value
    if value in (None, ""):
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value).replace(f"{ROOT}/", "")


def test_the_settings_are_those_of_the_code_with_their_defaults():
    described = [
        (code(name)[0], code(file)[0], default.strip("`"))
        for name, file, default, _ in rows("Settings")
    ]
    assert without_repeats(described) == {
        (
            f"OWF_{name.upper()}",
            f"OWF_{name.upper()}_FILE",
            default_in_words(field.get_default()),
        )
        for name, field in Settings.model_fields.items()
    }


def test_no_document_names_a_setting_that_is_not_there():
    settings = {f"OWF_{name.upper()}" for name in Settings.model_fields}
    known = settings | {f"{name}_FILE" for name in settings}

    def unknown_settings(_, text):
        return set(re.findall(r"OWF_[A-Z_]*[A-Z]", text)) - known

    assert documents_with(unknown_settings) == {}


def commands_in_code():
    """Name -> (needed arguments, other arguments, options) of each command, also in groups."""

    def below(group, before=()):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, (*before, name))
            else:
                yield " ".join((*before, name)), command

    def arguments(command, *, required):
        return tuple(
            (one.metavar or one.name).upper()
            for one in command.params
            if one.param_type_name == "argument" and one.required is required
        )

    return {
        name: (
            arguments(command, required=True),
            arguments(command, required=False),
            frozenset(
                option
                for one in command.params
                if one.param_type_name == "option"
                for option in one.opts
            ),
        )
        for name, command in below(typer.main.get_command(app))
    }


def split_usage(words):
    """A command's name, of one word or of a group's and its own, and what stands behind it."""
    found = [name for name in commands_in_code() if f"{words} ".startswith(f"{name} ")]
    assert found, f"there is no command in `{words}`"
    return found[0], words[len(found[0]) :]


def test_the_commands_are_those_of_the_code_with_their_arguments_and_options():
    described = {}
    for usage, what in rows("Commands"):
        name, rest = split_usage(code(usage)[0])
        assert name not in described
        # An option that must be given stands without brackets, with its value behind it.
        outside_brackets = re.sub(r"\[.*?\]|--[a-z-]+ [A-Z]+", "", rest)
        described[name] = (
            tuple(outside_brackets.split()),
            tuple(re.findall(r"\[([A-Z]+)(?:\.\.\.)?\]", rest)),
            frozenset(re.findall(r"--[a-z-]+", rest)),
        )
        assert set(re.findall(r"--[a-z-]+", what)) <= described[name][2]
    assert described == commands_in_code()


def test_no_document_names_a_command_or_an_option_that_is_not_there():
    commands = commands_in_code()

    def unknown_options(_, text):
        used = [split_usage(words) for words in re.findall(r"python -m owf ([^`\n]*)", text)]
        return [
            (name, option)
            for name, rest in used
            for option in re.findall(r"--[a-z-]+", rest)
            if option not in commands[name][2] | {"--help"}
        ]

    assert documents_with(unknown_options) == {}


def test_no_document_names_a_make_target_that_is_not_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, flags=re.M))
    assert documents_with(lambda _, text: set(re.findall(r"`make ([a-z-]+)`", text)) - known) == {}


def test_the_pages_are_those_of_the_code_with_whose_work_they_are():
    described = [
        (code(address)[0], title, frozenset(code(roles))) for address, title, roles in rows("Pages")
    ]
    assert without_repeats(described) == {
        (f"/{page.path}", page.title, frozenset(role.value for role in page.roles))
        for page in PAGES
    }


def test_every_page_has_its_file():
    for page in PAGES:
        assert (ROOT / "owf" / "web" / page.file).is_file()


def test_the_routes_are_those_of_the_code_with_their_methods():
    described = [(code(path)[0], method) for path, method, _ in rows("Routes")]
    assert without_repeats(described) == {
        (route.path, method) for route in routes() for method in route.methods - {"HEAD"}
    }


# What every document keeps to


def targets(text):
    """Where links and pictures lead, without what is on the web or in the same document."""
    found = re.findall(r"\]\(([^)\s]+)[^)]*\)", text)
    found += re.findall(r"""(?:href|src)=["']([^"']+)["']""", text)
    found += re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, flags=re.M)
    return [one for one in found if not re.match(r"[a-z]+:|#", one)]


def test_every_relative_link_leads_to_something():
    def broken_links(path, text):
        links = targets(text)
        return [one for one in links if not (path.parent / one.split("#")[0]).exists()]

    assert documents_with(broken_links) == {}


def named_files(text):
    """Paths of the project that stand in backticks."""
    return re.findall(r"`((?:owf|tests|docs|questions)/[\w./-]+)`", text)


def test_every_file_that_is_named_is_there():
    def missing_files(_, text):
        return [one for one in named_files(text) if not (ROOT / one).exists()]

    assert documents_with(missing_files) == {}


def test_no_document_calls_the_product_official():
    near = rf"\bofficial\b.{{0,80}}(?:{OUR_NAMES})|(?:{OUR_NAMES}).{{0,80}}\bofficial\b"
    assert documents_with(lambda _, text: re.findall(near, " ".join(text.lower().split()))) == {}


def test_no_document_gives_the_address_of_a_package_index():
    index = r"(?i)--(?:extra-)?index-url|find-links|pypi\.|pythonhosted|/simple\b|artifactory|nexus"
    assert documents_with(lambda _, text: re.findall(index, text)) == {}


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_gaps():
    assert [path.name[:5] for path in decisions()] == [
        f"{number:04d}-" for number in range(1, len(decisions()) + 1)
    ]


def test_each_decision_is_short_and_has_its_parts():
    for path in decisions():
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        status = re.findall(r"^\*\*Status:\*\* (?:accepted|replaced by \d+)$", text, flags=re.M)
        assert len(status) == 1, path.name
        parts = re.findall(r"^## (.*)$", text, flags=re.M)
        assert parts == ["Context", "Decision", "Consequences"], path.name
        assert len(text.splitlines()) <= 35, path.name


# The reader's map

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def defined_in(path):
    """The names of a module's functions and classes; a method as ``Class.method``."""
    defined = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = (one for one in node.body if isinstance(one, ast.FunctionDef))
            defined |= {f"{node.name}.{one.name}" for one in methods}
    return defined


def test_the_four_walks_name_functions_that_exist():
    walks = re.search(r"^## Four walks.*?(?=^## )", ARCHITECTURE, flags=re.S | re.M)[0]
    assert len(re.findall(r"^### ", walks, flags=re.M)) == 4
    steps = re.findall(r"`(owf/[\w/]+\.py):([\w.]+)`", walks)
    assert len(steps) >= 20
    assert [(path, name) for path, name in steps if name not in defined_in(path)] == []


def test_every_file_and_folder_of_the_map_is_there():
    named = re.findall(r"`((?:owf|tests|docs|data|questions)/[\w./-]*|app\.py)", ARCHITECTURE)
    assert len(named) > 40
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_twelve_files_are_to_be_read_first():
    twelve = re.search(r"^## Twelve files.*?(?=^## )", ARCHITECTURE, flags=re.S | re.M)[0]
    files = re.findall(r"^\d+\. `([\w/]+\.py)`", twelve, flags=re.M)
    assert len(set(files)) == 12


def test_proxies_are_given_more_time_than_passes_between_signs_of_life():
    every = int(SIGN_OF_LIFE)
    assert f"through each WebSocket every {every} seconds" in " ".join(OPERATIONS.split())
    given = re.findall(r"^ *(?:proxy_read_timeout|ProxyTimeout) (\d+)", OPERATIONS, flags=re.M)
    assert len(given) == 2
    # One that is lost on the way must not end it.
    assert all(int(one) > 2 * every for one in given)


def test_files_that_may_be_uploaded_pass_the_proxies():
    largest = Settings.model_fields["max_upload_mb"].default
    assert int(re.search(r"client_max_body_size (\d+)m;", OPERATIONS)[1]) > largest
    limits = re.findall(r"(?:LimitRequestBody|maxAllowedContentLength`? to) (\d+)", OPERATIONS)
    assert [int(one) > largest * 2**20 for one in limits] == [True, True]
