"""Digests of what the command line prints, to prove that a change of the code changes nothing that a user sees.

    .venv/bin/python tools/output_digests.py -o /tmp/before > /tmp/before.txt
    (the change)
    .venv/bin/python tools/output_digests.py -o /tmp/after > /tmp/after.txt
    diff /tmp/before.txt /tmp/after.txt || diff -r /tmp/before /tmp/after

The program is known here by its entry point in pyproject.toml alone, so that modules may be moved and renamed. Every
command runs in a process of its own, forked from one that has run the verbs once (with --cold: from one that has run
nothing). Clock, random bytes, home, time zone and width are fixed. A line for each output: digest, status, name.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import hashlib
import importlib
import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, ClassVar, NoReturn

ROOT = Path(__file__).resolve().parents[1]
WORK = "OUTPUT_DIGESTS_WORK"
START = datetime.datetime(2031, 5, 1, 8, 0, tzinfo=datetime.UTC)
STEP = datetime.timedelta(minutes=47)
"""When the first change of a ledger is made, and how much later each next one is. Reading takes no time."""
LONGEST = 300
"""Seconds after which a command is ended."""
FORMS = ("--json", "--jsonl", "--csv")
EDITIONS = ("desk", "legal", "public")
FORMATS = ("text", "markdown", "html", "json", "csv")


# The clock and the random bytes


class Fixed:
    """What stands still while a command runs: the moment, and the sequence of random bytes."""

    moment = START
    seed = ""
    drawn: ClassVar[Counter[int]] = Counter()


def _bytes(count: int) -> bytes:
    """Bytes in place of random ones: the command, and how many have been asked for how often, tell which."""
    Fixed.drawn[count] += 1
    return random.Random(f"{Fixed.seed}/{count}/{Fixed.drawn[count]}").randbytes(count)


def fix_library() -> None:
    """Put the fixed moment and bytes where the standard library gives the present and random ones."""
    real = datetime.datetime

    class Likeness(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, real)

    class Moments(real, metaclass=Likeness):  # type: ignore[misc, valid-type]
        def __new__(cls, *values: Any, **named: Any) -> Any:
            return real(*values, **named)

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return Fixed.moment.astimezone(tz) if tz else Fixed.moment.replace(tzinfo=None)

        today = utcnow = now

    datetime.datetime = Moments  # type: ignore[misc]
    time.time = lambda: Fixed.moment.timestamp()
    os.urandom = _bytes
    random._urandom = _bytes  # type: ignore[attr-defined]  # what `secrets` draws from


# Running commands


def entry() -> Callable[[], Any]:
    """The function that the project installs as its program, taken from this checkout."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    module, _, name = scripts["claimtrack"].partition(":")
    sys.path.insert(0, str(ROOT))
    found: Callable[[], Any] = getattr(importlib.import_module(module), name)
    place = sys.modules[module.partition(".")[0]].__file__ or ""
    if not Path(place).resolve().is_relative_to(ROOT):
        raise SystemExit(f"the program comes from {place}, which is not in {ROOT}")
    return found


def commands(text: str) -> list[list[str]]:
    """The commands of a text as words: one a line, or several with ` ; ` between them."""
    return [shlex.split(command) for line in text.strip().splitlines() for command in line.split(" ; ")]


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str

    def rows(self) -> list[Any]:
        """The lines of stdout read as JSON Lines; none when it failed."""
        return [] if self.status else [json.loads(line) for line in self.out.splitlines()]


class Program:
    """The program, run in forked processes."""

    def __init__(self, *, cold: bool) -> None:
        self.main = entry()
        if not cold:
            self._warm()

    def run(self, line: Sequence[str], folder: Path, stdin: str, environment: Mapping[str, str]) -> Ran:
        """Run one command in a folder, in a process of its own."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin.encode())
            given.seek(0)
            sys.stdout.flush()
            if (child := os.fork()) == 0:
                self._child(line, folder, environment, [given.fileno(), out.fileno(), err.fileno()])
            _, how = os.waitpid(child, 0)
            out.seek(0)
            err.seek(0)
            said = [stream.read().decode("utf-8", "backslashreplace") for stream in (out, err)]
        return Ran(os.waitstatus_to_exitcode(how), *said)

    def _child(self, line: Sequence[str], folder: Path, environment: Mapping[str, str], files: list[int]) -> NoReturn:
        status = 70
        try:
            signal.alarm(LONGEST)
            os.chdir(folder)
            os.environ.update(environment)
            for number, file in enumerate(files):
                os.dup2(file, number)
            sys.stdin = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
            status = self._status(line)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status & 255)

    def _status(self, line: Sequence[str]) -> int:
        """The exit status of the program with these arguments, as a shell would see it."""
        sys.argv = ["claimtrack", *line]
        try:
            result = self.main()
        except SystemExit as ended:
            result = ended.code
        except BaseException:  # noqa: BLE001 - told as Python itself tells it
            traceback.print_exc()
            return 1
        if result is None or isinstance(result, int):
            return result or 0
        sys.stderr.write(f"{result}\n")
        return 1

    def _warm(self) -> None:
        """Run the verbs once in this process, so that its children need not load what they need."""
        before, folder = Path.cwd(), Path(os.environ[WORK]) / "warm"
        folder.mkdir()
        os.chdir(folder)
        Path("draft.txt").write_text("The gates were chained shut, police said. “About 10 of us fell.”\n", "utf-8")
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            sys.stdout = sys.stderr = nothing
            for words in commands(WARMING):
                self._status(words)
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        os.chdir(before)
        gc.collect()
        gc.freeze()  # what is there is shared with the children, not copied


WARMING = """
demo -q --keep claims.db ; --db claims.db report --format json ; --db claims.db report --format html
--db claims.db report --format markdown ; --db claims.db report --format csv ; --db claims.db list --json
--db claims.db show Police ; --db claims.db search police ; --db claims.db flags --json ; --db claims.db rule
--db claims.db disagreements --csv ; --db claims.db check draft.txt --format sarif
--db claims.db read draft.txt --jsonl ; --db claims.db export -o all.json
--db claims.db export --format ledger -o all.ledger ; --db claims.db export --format site -o site
--db claims.db import all.json ; --db claims.db import all.ledger ; --db claims.db audit ; --db claims.db log
--db claims.db db stats
"""


@dataclass
class Book:
    """Where outputs are put down: a line each on stdout, and a file each in `folder` when there is one."""

    folder: Path | None
    cases: Path
    lines: list[str] = field(default_factory=list)

    def put(self, name: str, status: int, text: str) -> None:
        """Put down one output."""
        self.lines.append(f"{hashlib.sha256(text.encode()).hexdigest()[:16]}  {status:3}  {name}\n")
        sys.stdout.write(self.lines[-1])
        if self.folder:
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="")


@dataclass
class Part:
    """One set of commands, in a folder of its own with a ledger `claims.db`, a clock and a numbering."""

    name: str
    program: Program
    book: Book
    folder: Path
    known: dict[str, str] = field(default_factory=dict)
    ticks: int = 0
    count: int = 0

    def read(self, *line: str, stdin: str = "", keep: str = "", **environment: str) -> Ran:
        """Run a command and put down what it printed, and the files that it wrote at or under `keep`."""
        Fixed.moment, Fixed.seed = START + self.ticks * STEP, f"{self.name}/{self.ticks}"
        Fixed.drawn.clear()
        around = {"CLAIMTRACK_DB": "claims.db", "CLAIMTRACK_USER": "desk", **environment}
        ran = self.program.run(line, self.folder, stdin, around)
        self.count += 1
        typed = shlex.join([*environment.values(), *line])
        texts = [f"$ claimtrack {typed}", f"= {ran.status}", "--- stdout", ran.out, "--- stderr", ran.err]
        place = self.folder / keep
        written = [place, *place.rglob("*")] if keep else []
        for file in sorted(each for each in written if each.is_file()):
            texts += [f"--- {file.relative_to(self.folder)}", file.read_bytes().decode("utf-8", "backslashreplace")]
        text = "\n".join(texts).replace(os.environ[WORK], "WORK").replace(str(ROOT), "HERE")
        slug = re.sub(r"\W+", "-", typed).strip("-")[:70]
        self.book.put(f"{self.name}/{self.count:03}-{slug}", ran.status, text)
        return ran

    def write(self, *line: str, stdin: str = "") -> Ran:
        """Run a command that may change the ledger: the clock goes on."""
        self.ticks += 1
        return self.read(*line, stdin=stdin)

    def play(self, text: str) -> None:
        """Run the commands of a story. `name = ...` keeps the first id printed, which `{name}` then stands for."""
        for words in commands(text):
            name = words[0] if words[1:2] == ["="] else None
            typed = [re.sub(r"{(\w+)}", lambda found: self.known[found[1]], word) for word in words[2 * bool(name) :]]
            ran = self.write(*typed)
            if name:
                printed = re.search(r"\b[a-z2-7]{24}\b", ran.out)
                self.known[name] = printed[0] if printed else "nothing"

    def files(self, **texts: str) -> None:
        """Write files: the last `_` of a name stands for the dot."""
        for name, text in texts.items():
            (self.folder / ".".join(name.rsplit("_", 1))).write_text(text, "utf-8")


# What is read of every ledger


def records(bundle: Any, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The ids in a bundle, put into `found` by the name of the list that they stand in."""
    for name, value in bundle.items():
        for item in value if isinstance(value, list) else []:
            if isinstance(item, dict):
                if "id" in item:
                    found.setdefault(name, []).append(item["id"])
                records(item, found)
    return found


def read_ledger(part: Part, story: str, words: str, drafts: Sequence[str], *, large: bool = False) -> None:
    """Run every reading verb on the part's ledger; on a large one, fewer times."""
    asked = ("report", "--story", story)
    for edition, form in product(EDITIONS, FORMATS):
        part.read(*asked, "--for", edition, "--format", form)
        if (edition == "desk" or form == "text") and not large:
            part.read(*asked, "--for", edition, "--format", form, "--include-restricted")
    for when in MOMENTS[: 1 if large else 9]:
        for form in ("text", "html", "json")[: 1 if large else 3]:
            part.read("--as-of", when, *asked, "--format", form)
        for typed in commands(EARLIER):
            part.read("--as-of", when, *typed)
        part.read(*asked, "--since", when, "--for", "legal")
    for ending in ("txt", "md", "html", "json", "csv")[: 1 if large else 5]:
        part.read(*asked, "--for", "public", "-o", f"report.{ending}", keep=f"report.{ending}")
    sources = [row["name"] for row in part.read("source", "list", "--jsonl", "--include-restricted").rows()]
    questions = [row["text"] for row in part.read("question", "list", "--jsonl").rows()]
    for option, value in [*product(["--source"], sources[:3]), *product(["--question"], questions[:3])]:
        part.read("list", option, value)
    for typed in commands(READING.format(story=story, words=words)):
        part.read(*typed)
    for typed, form in product(commands(ROWS.format(story=story, words=words)), FORMS[1:2] if large else FORMS):
        part.read(*typed, form)
    read_records(part, 1 if large else 2)
    for draft in drafts:
        for form in ("text", "json", "jsonl", "sarif", "github")[: 1 if large else 5]:
            part.read("check", draft, "--story", story, "--format", form)
        for typed in commands(CHECKING.format(story=story))[4 if large else 0 :]:
            part.read(typed[0], draft, *typed[1:])
    head = re.search(r"[0-9a-f]{64}", part.read("audit", "--history-only").err)
    part.read("audit", "--head", head[0] if head else "0" * 64)
    for form, ending in (("bundle", "json"), ("lines", "jsonl"), ("ledger", "ledger")):
        part.read("export", "--format", form)
        part.read("export", "--story", story, "--format", form)
        part.read("export", "-o", f"all.{ending}", "--include-restricted", keep=f"all.{ending}")
    for edition in EDITIONS[2 if large else 0 :]:
        part.read("export", "--format", "site", "--story", story, "--for", edition, "-o", edition, keep=edition)
    if not large:
        part.read("export", "--format", "site", "--story", story, "-o", "all", "--include-restricted", keep="all")


def read_records(part: Part, most: int) -> None:
    """Some records of each type, and of those out of use: shown in each way, and what each has been."""
    found = records(json.loads(part.read("export", "--include-restricted").out or "{}"), {})
    for change in part.read("log", "--limit", "1000", "--include-restricted", "--jsonl").rows():
        for each in change.get("entries", []):
            found.setdefault(f"log: {each['op']}", []).append(each["record"])
    for name, ids in sorted(found.items()):
        chosen = list(dict.fromkeys(ids))
        for number, record in enumerate(chosen[:most] + chosen[most:][-most:]):
            shown = part.read("show", record)
            part.read("log", record)
            for form in FORMS[: 1 if number else 3]:
                part.read("show", record, form, *(["--include-restricted"] if shown.status else []))
            if name in ("claims", "assertions"):
                part.read("show", record, "--as", "sentence", *FORMS[:number])
            if name in ("sources", "documents", "questions"):
                part.read(name[:-1], "show", record)
        part.read("log", chosen[-1], "--json")


MOMENTS = ("2031-05-01", "2031-05-02T12:30+02:00", "2031-04-30")
EARLIER = "list ; flags ; disagreements ; source list --json ; log --limit 5 ; db stats ; search the"
READING = """
list ; list --story '{story}' ; list --include-restricted ; list --unverified ; list --limit 3 ; list --tag key
list --status withdrawn ; list --status on-record ; list --status refuted --status verified ; list --status disputed
list --status corroborated ; list --kind event ; list --kind figure --kind characterisation ; list --kind cause
list --kind pledge --kind forecast --kind call --kind position ; list --flag one-origin-only --flag nobody-named
story list ; source list ; document list ; question list ; source list --include-restricted ; story show '{story}'
search '{words}' ; search {words} --include-restricted ; search the --limit 2 ; search said --type document
search the --type claim --type assertion ; search a --story '{story}' --type source ; search nothing-of-the-kind
flags ; flags --exit-zero --story '{story}' ; flags --allowed --include-restricted ; flags --fail-on error
flags --fail-on notice --ignore unverified ; flags --select one-origin-only ; disagreements --kind stance
disagreements ; disagreements --open --story '{story}' ; disagreements --include-restricted
--color always report --story '{story}' ; --color always list ; --color always flags ; --color always disagreements
db path ; db upgrade ; db stats ; db backup copy.db ; db backup copy.db ; --db copy.db audit ; --db copy.db list
audit ; log ; log --since 2031-05-01T12:00Z --limit 7 ; use ; use --story '{story}' ; use ; list --limit 3
report --for public ; use --clear
"""
ROWS = """
list ; list --include-restricted ; story list ; source list ; document list ; question list ; search {words}
flags ; flags --allowed --include-restricted ; disagreements ; disagreements --include-restricted ; audit ; db stats
log --limit 10 ; log --limit 1000 --include-restricted
"""
CHECKING = """
check --include-restricted ; check --fail-on error --ignore attribution-lost
check --since-publication --story '{story}' ; check --select quote-not-verbatim --select figure-outside --exit-zero
read --jsonl --story '{story}' ; check --since-publication --story '{story}' --format json
check --format sarif --since-publication
"""


# The stories


def demo(part: Part) -> None:
    """The example story, as `demo` records it."""
    part.play("demo ; demo --keep claims.db ; demo --keep claims.db")
    part.files(article_txt=json.loads(part.read("export").out)["documents"][0].get("text", ""))
    part.write("publish", "Port Sael dock strike", "--url", "https://ours.example/docks")
    read_ledger(part, "Port Sael dock strike", "police", ["article.txt"])


def bridge(part: Part) -> None:
    """A story recorded by typing, with records of every type and in every state, and joined with a colleague's copy."""
    part.files(courier_txt=COURIER, gazette_html=GAZETTE, draft_md=DRAFT, empty_txt="", extra_jsonl=EXTRA)
    part.files(clean_txt="The council said the footbridge was closed at midnight.\n")
    part.play(BRIDGE)
    for number, each in enumerate(part.read("disagreements", "--jsonl").rows()[:3]):
        verb, *more = ("dismiss",) if number == 1 else ("resolve", "--for", each["claims"][0])
        part.write(verb, each["id"], "--why", "Looked at again", *more)
    said = records(json.loads(part.read("export").out), {})["assertions"]
    part.write("assess", said[0], "misquoted", "--why", "The tape says otherwise")
    part.write("annotate", said[1], said[2], "-n", "Heard again", "--supports", "The tape", "--json")
    part.write("add", "-", "-s", "Petra", "--story", "Bridge at Tolm", stdin="The river was high\n")
    part.play(JOINING)
    read_ledger(part, "Bridge at Tolm", "bridge", ["draft.md", "clean.txt", "gazette.html"])


COURIER = """\
Footbridge at Tolm closed after a night of shouting

By Ola Fenn in Tolm

The footbridge over the Arn was closed at midnight, the town council said. Mayor Runa Beck blamed “vandals”, without \
giving evidence. “We will mend it before the fair,” she told Valley Wire. “Not one plank was rotten,” she said.

Police said they had detained dozens of “hooligans” near the toll house. Petra, a baker, said about 15 young people \
were led away. “I counted 15 from my window,” she said.

The fair is allegedly to be called off. The bridge is often described as the oldest in the valley.

The hooligans had thrown the railing into the river. The lamps were out when our reporter came by.

The Rowers' Club called for an inquiry. An engineer who asked not to be named said two beams had failed a test.

Read more from Tolm
"""
GAZETTE = """\
<html lang="en"><head><title>Bridge shut | Gazette</title></head><body><nav><a href="/">Home</a></nav><article>
<h1>Bridge at Tolm shut</h1><p class="byline">By Aro Lind</p><p>Mayor Runa Beck denied on Friday that two beams had
failed a test. &ldquo;Not a single plank was rotten,&rdquo; she said.</p><blockquote>Thirty people were detained, Police
Chief Ivo Marr said in a statement.</blockquote><p>The railing fell by itself, the Rowers&#8217; Club says.</p>
</article></body></html>
"""
DRAFT = """\
# The *bridge* at Tolm

The railing was thrown into the river by hooligans. The fair is to be called off. About 200 people were detained, police
said. Two beams had failed a test, Otto Hale said.

“Not one board was rotten,” Beck said. The bridge is the oldest in the valley; [the lamps were out](https://x.example/).
The council took money from the builder.
"""
EXTRA = """\
{"type": "claim", "text": "The toll rose", "answer": {"figure": "12.5%"}, "assertions": [{"chain": "Petra > Gazette"}]}
{"type": "source", "name": "Petra's dog", "kind": "animal"}
{"type": "claim", "text": "Twice", "colour": "red", "assertions": [{"chain": "Petra"}]}
not JSON at all
{"type": "note", "target": "The lamps were out", "text": "Since Monday"}
"""
BRIDGE = """
use --story Nowhere ; story add 'Bridge at Tolm' --started 2031-04-28 --summary 'Why the footbridge was closed'
story add 'Bridge at Tolm' ; story add 'The bridge of Tolm' --json
story merge 'Bridge at Tolm' 'The bridge of Tolm' --why 'Two spellings'
source add 'Town Council' --kind government --alias TC --url https://tolm.example/
source add 'Runa Beck' --kind person --role 'mayor of Tolm' --of 'Town Council' --since 2029
source add Police --kind organisation --of 'Town Council' ; source add "Rowers' Club" --kind organisation
source add 'Valley Wire' --kind news-agency ; source add 'The Tolm Courier' --kind outlet
source add Heron --confidential --described-as 'an engineer who asked not to be named' --kind person
source add 'Ivo Marr' --kind person --member-of Police --json ; source add 'I. Marr' --kind person
source merge 'Ivo Marr' 'I. Marr' --why 'The same signature' ; use --story 'Bridge at Tolm'
source side 'Town Council' council --since 2031-04-01 ; source side "Rowers' Club" rowers --until 2031-06
rate 'Valley Wire' B --why 'Right so far' --topic weather ; rate Heron C --why 'Known to one of us' --json
document add courier.txt --publisher 'The Tolm Courier' --published 2031-04-30 --byline 'Ola Fenn' --dateline Tolm \
--url https://courier.example/bridge --language en --genre news --archive https://archive.example/1
document add gazette.html --publisher Gazette --published 2031-05-01 --url https://gazette.example/b --copy \
https://mirror.example/b --copy-kind syn
document add https://square.example/ --title 'A note from the square' --state corrected
document add https://later.example/a --title 'Later' --published 2031-05 --copy https://copy.example/a --compared
document merge https://gazette.example/b Later --why 'One piece'
document skip https://courier.example/bridge 'Read more from Tolm' --as boilerplate
use https://courier.example/bridge ; question add 'Were the lamps out?' --kind yes-no
question add 'When does it open?' --kind time ; question add 'Where did it fall?' --kind place --scope 'on the Arn'
shut = add 'The footbridge was closed at midnight' -s 'Town Council' -q 'The footbridge over the Arn was closed at \
midnight' --occasion 'a statement' --release official-statement -t key
vandals = add 'Vandals broke the footbridge' -s 'Runa Beck' -q '“vandals”' --label-words scare -e none-given -Q 'Who \
broke it?' -k actor --answer vandals --allegation --about 'Young people'
mend = add 'The bridge will be mended before the fair' -s 'Runa Beck' --told 'Valley Wire' -q 'We will mend it \
before the fair'
edit {mend} --set kind=pledge --why 'She promised it'
add 'No plank was rotten' --continues -q 'Not one plank was rotten'
dozens = add 'Police detained dozens of people' -s Police -b own-act -q 'dozens of “hooligans”' -Q 'How many were \
detained?' --figure dozens --scope 'near the toll house'
fifteen = add 'About 15 young people were led away' -s Petra -b witnessed -q 'about 15 young people were led away' \
-Q 'How many were detained?' --figure 'about 15' --scope unstated --counting 'young people' -n 'Spoke to her twice'
add 'I counted 15 from my window' -a -q 'I counted 15 from my window' --figure 15 --low 14 --high 16 -e testimony
add 'Those detained were hooligans' -s Police -q 'dozens of “hooligans”' -Q 'What are they called?' --label hooligans
add 'Hooligans threw the railing into the river' --own -Q 'What are they called?' --label hooligans -q 'The \
hooligans had thrown'
add 'The fair is to be called off' --reportedly --hedge allegedly -q 'The fair is allegedly to be called off' -t key
fair = add 'The fair is called off' --reportedly -q 'allegedly to be called off' --json
add 'The bridge is the oldest in the valley' --described -q 'often described as the oldest in the valley'
add 'The lamps were out' -s 'Ola Fenn' --own -b witnessed -Q 'Were the lamps out?' --answer yes -q 'The lamps were \
out when our reporter came by'
add 'There should be an inquiry' -s "Rowers' Club" -k call -q "called for an inquiry"
beams = add 'Two beams had failed a test' -s Heron --release background -q 'two beams had failed a test' --caveat \
could-not-verify
attribute {beams} -s 'Runa Beck' --stance denies -i https://gazette.example/b -q 'denied on Friday that two beams'
add 'No plank was rotten' -s 'Runa Beck' -i https://gazette.example/b -q 'Not a single plank was rotten'
add 'Thirty people were detained' -s 'Ivo Marr' -i https://gazette.example/b -Q 'How many were detained?' --figure \
thirty
rail = add 'The railing fell by itself' -s "Rowers' Club" -i https://gazette.example/b -k cause -Q 'Why did the \
railing fall?'
money = add 'The council took money from the builder' -s Heron --release off-record --allegation --about 'Town \
Council'
add 'The bridge opens again in June' -s 'Town Council' --release embargoed --until 2031-05-20 -Q 'When does it \
open?' --answer 2031-06
add 'A new bridge will be built' -s 'Runa Beck' --release embargoed --until 2031-05-01T10:00Z -k forecast
add 'Both sides met' -s 'Runa Beck' -s "Rowers' Club > Valley Wire" --said-on 2031-04-29 --separate
question add 'How many were held?' --kind figure --cumulative --counting people
question merge 'How many were detained?' 'How many were held?' --why 'One question'
question same 'What are they called?' hooligans vandals youths ; twice = add 'The footbridge was shut' -s Petra
void {twice} --why 'Recorded twice' ; gone = add 'Petra has a key to the toll house' -s Petra -n 'in confidence'
withhold {gone} --why 'A source to protect' ; back = add 'The railing was loose' -s Petra -b told ; void {back}
restore {back} --why 'It was right' ; add 'A slip of the pen' -s Petra ; undo
annotate {shut} -n 'Seen by the desk' -t urgent --supports https://photo.example/1 --evidence-kind image --captured \
2031-04-30 --place Tolm --credit 'A. Lens' --authenticity EditedOrCroppedContent
annotate {vandals} --refutes 'Camera of the toll house' --context 'The fair of 2030' --untag none
annotate {shut} --untag urgent
ask {vandals} --whom 'Runa Beck' --for evidence --how email --on 2031-05-01 --due 2031-05-02
ask {vandals} --whom 'Young people' --outcome could-not-reach
ask {money} --whom 'Town Council' --outcome replied --answer 'We took none.' --answered-on 2031-05-01
assess {shut} supported --why 'Two of us saw it' --evidence https://photo.example/2 --credibility 1
assess {vandals} not-enough-evidence --why 'None was given'
edit {fifteen} --set answer.figure='about 16' --set text='About 16 young people were led away' --why 'Corrected by \
Petra'
edit {fair} --unset story ; edit 'Runa Beck' --set name='Runa Alva Beck'
disagree {vandals} {rail} --kind cause --why 'By hand or by itself'
publish 'Bridge at Tolm' --url https://ours.example/bridge
publish 'Bridge at Tolm' --url https://ours.example/early --at 2031-05-01T15:00Z --why 'The first piece'
flags allow nobody-named {fair} --why 'Everybody says so' --json
attribute {dozens} -s Police --stance corrects -n 'By telephone' --said-on 2031-05-02
attribute {mend} -s 'Runa Alva Beck' --stance withdraws
assess {rail} refuted --why 'A film shows how it went' --json ; edit {dozens} --set answer.figure='at least 36'
--user bo edit {rail} --set text='The railing came off by itself' ; --user bo undo ; use --clear
"""
JOINING = """
export -o all.json --include-restricted ; --db third.db import all.json ; --db third.db import all.json --json
edit 'The river was high' --set text='The river was low' ; import all.json --dry-run ; import all.json --keep
import all.json --replace --dry-run ; --db third.db report --story 'Bridge at Tolm'
import extra.jsonl --story 'Bridge at Tolm' ; import extra.jsonl --story 'Bridge at Tolm' --keep-going --dry-run --json
import extra.jsonl --story 'Bridge at Tolm' --keep-going ; import draft.md ; import empty.txt
export --format ledger --include-restricted -o home.ledger ; --db away.db --user ana import home.ledger
--db away.db --user ana edit 'Ivo Marr' --set role='chief of police' ; --db away.db --user ana undo
--db away.db --user ana edit 'Ivo Marr' --set role='police chief' ; edit 'Ivo Marr' --set role=sergeant
--db away.db --user ana edit 'Both sides met' --set text='Two sides met' ; void 'Both sides met' --why Doubtful
--db away.db --user ana source add Gazette --of 'Valley Wire' ; source add 'Valley Wire' --of Gazette
--db away.db --user ana add 'The river fell' -s Petra -b witnessed --story 'Bridge at Tolm'
--db away.db --user ana rate Gazette A --why 'Always there first' ; --db away.db --user ana withhold Heron --why Asked
--db away.db --user ana export --format ledger --include-restricted -o away.ledger ; import away.ledger --dry-run
import away.ledger ; import away.ledger --accept-withheld
import away.ledger --json ; --db away.db log --limit 3 ; --db away.db audit
"""


def articles(part: Part) -> None:
    """Articles read for what they say; what is proposed is recorded, most of it, through files of decisions."""
    part.files(courier_txt=COURIER, page_md=DRAFT, page_html=GAZETTE, draft_txt="Dozens were hurt, Beck said.\n")
    part.write("story", "add", "Tolm again")
    for name, options in ARTICLES.items():
        about = shlex.split(options)
        lines = part.read("read", name, "--jsonl", *about).rows()
        for number, line in enumerate(lines):
            line["decision"] = "reject" if number % 5 == 3 else "accept"
        part.files(decided_jsonl="".join(json.dumps(line) + "\n" for line in lines))
        for form in ([], ["--json"]):
            part.write("read", name, "--decisions", "decided.jsonl", "--story", "Tolm again", *about, *form)
    for words in commands(REREADING):
        part.read(*words, stdin=COURIER)
    read_ledger(part, "Tolm again", "plank", ["draft.txt", "courier.txt"])


ARTICLES = {
    "courier.txt": "--publisher 'Noor Post' --published 2031-05-01 --url https://post.example/f",
    "page.md": "--title 'The bridge' --language en",
    "page.html": "--publisher 'Coast Wire' --genre interview",
}
REREADING = """
read --document 'The bridge' --jsonl ; read 'The bridge' --jsonl ; read - --jsonl ; read courier.txt --tui ; read
read courier.txt ; read courier.txt --decisions nowhere.jsonl ; read courier.txt --decisions - ; read nowhere.txt
"""


def thousands(part: Part) -> None:
    """A ledger of 2,000 claims, made by rule, in which every fourth claim bears a figure."""
    part.files(many_jsonl="".join(json.dumps(item) + "\n" for item in many(2000)))
    part.play("import many.jsonl ; import many.jsonl --json")
    part.files(
        draft_txt="Wagon 9 was late on day 9. Speaker 7 said wagon 11 was late. 900 sacks were lost at gate 4.\n"
    )
    read_ledger(part, "The long harvest", "wagon", ["draft.txt"], large=True)


def many(count: int) -> Iterator[dict[str, Any]]:
    """A story, its sources, documents and questions, and `count` claims."""
    chance = random.Random(20310501)
    kinds = ("person", "organisation", "government", "military", "outlet", "news-agency")
    yield {"type": "story", "name": "The long harvest"}
    for n in range(60):
        body = {"speaks_for": f"Speaker {n % 9}"} if n > 20 and n % 3 == 0 else {}
        sides = [{"name": f"side {n % 8}"}] if n % 4 == 0 else []
        yield {"type": "source", "name": f"Speaker {n}", "kind": kinds[n % 6], "sides": sides, **body}
    for n in range(80):
        about = {
            "title": f"Harvest {n}",
            "published": f"2031-04-{1 + n % 28:02}",
            "publisher": f"Speaker {4 + n % 4 * 6}",
        }
        yield {"type": "document", "url": f"https://harvest.example/{n}", **about}
    for n in range(40):
        yield {"type": "question", "text": f"How many sacks were lost at gate {n}?", "answer_kind": "figure"}
    for n in range(count):
        hops = [f"Speaker {chance.randrange(60)}"] + [f"Speaker {5 + 6 * chance.randrange(4)}"] * (n % 3 == 0)
        stance = chance.choice(["asserts"] * 3 + ["denies", "doubts"])
        said = {"chain": hops, "document": f"https://harvest.example/{n % 80}", "stance": stance}
        claim: dict[str, Any] = {"type": "claim", "text": f"Wagon {n} was late on day {n % 28}", "assertions": [said]}
        if n % 4 == 0:
            figure = chance.choice(("about {}", "{}", "at least {}", "dozens")).format(20 + chance.randrange(50))
            claim |= {"text": f"Sacks were lost with wagon {n}", "answer": {"figure": figure, "unit": "sacks"}}
            claim["question"] = f"How many sacks were lost at gate {n // 4 % 40}?"
        yield claim


def helps(part: Part) -> None:
    """The help of every verb and of the verbs below it, every rule, and what Tab completes."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        verb = waiting.pop(0)
        told = part.read(*verb, "--help").out
        listed = re.search(r"\n(?:Verbs|Commands):\n((?: .+\n)+)", told)
        waiting += [(*verb, name) for name in re.findall(r"^  (\w\S*)", listed[1] if listed else "", re.M)]
    for words in commands("-h ; --version ; demo -q ; rule ; rule --json ; rule --csv"):
        part.read(*words)
    part.read("report", "--help", COLUMNS="130")
    for rule in part.read("rule", "--jsonl").rows():
        part.read("rule", rule["code"])
        part.read("rule", rule["code"], "--json")
    for typed in COMPLETED:
        line = f"claimtrack {typed}"
        part.read(_CLAIMTRACK_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(line.count(" ")))
    part.read(_CLAIMTRACK_COMPLETE="bash_source")


COMPLETED = ("", "re", "source ", "report --for ", "add x --kind ", "report --s", "flags --select ", "db ", "rule no")


def mistakes(part: Part) -> None:
    """What a user gets wrong: how it is told."""
    part.files(a_txt="The lock broke, Ines said.\n", bad_json='{"claimtrack": 1,', other_json="[1]", void_json="")
    part.files(deep_json="[" * 9999, text_db="no database " * 200)
    (part.folder / "latin.txt").write_bytes("Café".encode("latin-1"))
    (part.folder / "folder.db").mkdir()
    part.read("list")
    part.play(MISTAKES)
    part.read("add", "-", "-s", "Ines", stdin="\n")
    part.read("add", "a\x1b[31mb\u202e", "-s", "\x07")
    part.read("import", "-", stdin='{"type": "claim"}\n{"type": "story", "name": 4}\n')
    part.read("list", CLAIMTRACK_STORY="Nowhere")
    for toml in ("zone = 'Mars/Base'", "db = 3", "zoen = 'UTC'", "=", "zone = 'Europe/Lisbon'\nuser = 'ana'"):
        part.files(claimtrack_toml=toml)
        part.read("list")
        part.read("log", "--since", "2031-05-01T09:00", CLAIMTRACK_USER="")


MISTAKES = """
story add 'Lock at Ista' ; add 'The lock broke' -s Ines --story 'Lock at Ista'
add 'The lock held' -s Ines --story 'Lock at Ista' ; source add 'Sabine Orr' --qualifier baker
source add 'Sabine Orr' --qualifier builder ; document add a.txt --title Lock ; nonsense ; lst ; --nonsense
--db mysql://host/x list ; --db text.db list ; --db folder.db add A -s B ; --db nowhere/claims.db list
--db nowhere/claims.db add A -s B ; --as-of soon list ; --as-of 2031-02-30 report ; --as-of 2031-05-01 add A -s B
--user '' whoami ; --color pink list ; add ; add A ; add A -s B --story Nowhere ; add A -s B -i Nowhere
add 'A' -s 'Sabine Orr' --story 'Lock at Ista' ; add A -s Ines --figure lots --story 'Lock at Ista'
add A -s Ines --figure '10 to 5' --story 'Lock at Ista' ; add A -s Ines --said-on 31/12/2031 --story 'Lock at Ista'
add A -s Ines --kind nonsense ; add A -s Ines --kind p ; add A -s Ines -q 'not in the text' -i Lock
add A -s Ines -q 'o' -i Lock ; add A -s Ines --nth 0 -i Lock ; add A -s Ines --own --reportedly
add A -s Ines --continues ; add ' ' -s Ines ; add 'The lock broke' -s Ines --until 2031 --story 'Lock at Ista' --low x
attribute 'The lock fell' -s Ines ; attribute 'The lock' -s Ines ; show zzzzzzzzzzzzzzzzzzzzzzzz ; show ab ; show
source show 'The lock broke' ; edit 'The lock broke' ; edit 'The lock broke' --set nonsense=1
edit 'The lock broke' --set kind=nonsense --set text= ; edit 'The lock broke' --set answer=@nowhere.json
edit Ines --set speaks_for='[{"source": "Ines"}]' ; void nonsense ; restore 'The lock broke' ; withhold Ines
undo --user ; assess 'The lock broke' maybe --why x ; assess 'The lock broke' accurate --why x ; rate Ines G --why x
rate 'The lock broke' A --why x ; annotate 'The lock broke' ; annotate 'The lock broke' --evidence-kind image
ask 'The lock broke' --whom Nobody ; disagree 'The lock broke' -k cause --why x ; resolve aaaa --why x
dismiss 'The lock broke' --why x ; flags --select nonsense ; flags allow nonsense 'The lock broke' --why x
rule nonsense ; rule nobody-name ; list --status nonsense ; list --limit -1 ; list --json --csv ; search
search x --type nonsense ; report ; report --story Nowhere ; report --format pdf
report --story 'Lock at Ista' -o nowhere/a.html ; report --story 'Lock at Ista' --since soon ; check nowhere.md
check latin.txt ; check a.txt --since-publication --story 'Lock at Ista' ; publish 'Lock at Ista' --url the-page
publish 'Lock at Ista' --url https://ours.example/a --at soon ; import bad.json ; import other.json ; import void.json
import deep.json ; import nowhere.json ; import a.txt --format nonsense ; import a.txt --format ledger
import a.txt --keep --replace ; export --format nonsense ; export --format site ; export --for public
document add latin.txt ; document add nowhere.txt ; document add ftp://example.org/a
document add https://example.org/a --language 'not a language'
document skip Lock 'words that are not there' --as background ; question add 'Who broke it?'
question merge 'Who?' 'Why?' --why x ; story merge 'Lock at Ista' 'Lock at Ista' --why x ; log nonsense
log --since soon ; audit --head 12 ; audit --head 3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a3f1e0c9a
db ; db backup nowhere/copy.db ; use Nowhere ; demo --keep text.db
"""


def cases(part: Part) -> None:
    """The files of tests/cases: ledgers with their drafts, texts to read, and files that are no good."""
    shutil.copytree(part.book.cases, part.folder / "cases")
    os.chdir(part.folder)
    place = Path("cases")
    for number, file in enumerate([*sorted(place.glob("drafts/*/ledger.json")), *sorted(place.glob("reports/*.json"))]):
        db = ("--db", f"{number}.db")
        part.write(*db, "import", str(file))
        story = part.read(*db, "story", "list", "--jsonl").rows()[0]["name"]
        for draft in sorted(each for each in file.parent.iterdir() if each.suffix in (".md", ".txt", ".html")):
            part.read(*db, "check", str(draft), "--story", story)
            part.read(*db, "read", str(draft), "--jsonl")
        for form, edition in product(("text", "html", "json"), EDITIONS):
            part.read(*db, "report", "--story", story, "--format", form, "--for", edition)
        for words in commands(
            "flags --jsonl ; disagreements --jsonl ; disagreements ; list --jsonl --include-restricted"
        ):
            part.read(*db, *words)
    for file in sorted(place.glob("reading/*.json")):
        texts = [case["text"] for case in json.loads(file.read_text("utf-8")) if isinstance(case.get("text"), str)]
        part.read("--db", "0.db", "read", "-", "--jsonl", stdin="\n\n".join([file.stem, *texts]))
    for file in sorted(each for name in ("import", "files") for each in (place / name).iterdir()):
        if file.suffix != ".txt":
            part.write("--db", f"{file.name}.db", "import", str(file))
            part.write("--db", f"{file.name}.db", "import", str(file), "--keep-going", "--dry-run", "--json")


ALL = (helps, mistakes, demo, bridge, articles, cases, thousands)
PARTS: dict[str, Callable[[Part], None]] = {part.__name__: part for part in ALL}


def main() -> int:
    """Start again in a fixed environment; there, run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, help="write each output to a file in this folder, a new one")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="run these parts only")
    parser.add_argument("--cold", action="store_true", help="load the program anew for each command: slower")
    parser.add_argument("--cases", type=Path, default=ROOT / "tests" / "cases", help="another folder than tests/cases")
    given = parser.parse_args()
    if WORK not in os.environ:
        if given.output and given.output.exists() and any(given.output.iterdir()):
            parser.error(f"{given.output} is not empty")
        with tempfile.TemporaryDirectory(prefix="outputs-") as work:
            line = [sys.executable, str(Path(__file__).resolve()), *sys.argv[1:]]
            return subprocess.run(line, env=surroundings(work), check=False).returncode
    book = Book(given.output.resolve() if given.output else None, given.cases.resolve())
    fix_library()
    program = Program(cold=given.cold)
    for name in given.only:
        folder = Path(os.environ[WORK]) / name
        folder.mkdir()
        PARTS[name](Part(name, program, book, folder))
    whole = hashlib.sha256("".join(book.lines).encode()).hexdigest()
    sys.stdout.write(f"{whole[:32]}  all {len(book.lines)} outputs\n")
    return 0


def surroundings(work: str) -> dict[str, str]:
    """The environment of the program: nothing of the caller's but where Python and its modules are."""
    home = Path(work) / "home"
    (home / "tmp").mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "PYTHONHASHSEED") if name in os.environ}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    fixed = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "TERM": "dumb", "LOGNAME": "desk"}
    return {
        "PYTHONHASHSEED": "0",
        **kept,
        **folders,
        **fixed,
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        WORK: work,
    }


if __name__ == "__main__":
    sys.exit(main())
