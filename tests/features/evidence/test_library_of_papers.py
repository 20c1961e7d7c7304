"""Evidence that is opened goes to the library that has its papers."""

from pathlib import Path

import pytest

from reader.features.evidence.evidence_file import EvidenceFile
from reader.features.evidence.library_of_papers import library_with
from tests.features.evidence.test_evidence import ARTICLE, DAY, FILES, evidence_of, opened

OTHERS = {"a.txt": DAY.format(day=8, week="四", number=8, articles=ARTICLE.format(n="8丙"))}
HALF = dict([*FILES.items()][:1])


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceFile:
    with opened(tmp_path / "做的", FILES) as library:
        return EvidenceFile(evidence_of(library, tmp_path / "桥.yuebao-evidence"))


def test_the_library_it_was_made_of_and_a_copy_of_the_papers_have_them(
    evidence: EvidenceFile, tmp_path: Path
) -> None:
    folders = [tmp_path / "没有", tmp_path / "别的", tmp_path / "一半", tmp_path / "抄本", tmp_path / "做的"]
    for folder, files in zip(folders[1:4], (OTHERS, HALF, FILES), strict=True):
        with opened(folder, files):
            pass
    with opened(tmp_path / "开着", OTHERS) as library:
        assert library_with(evidence, library, folders) == tmp_path / "抄本"
        assert library_with(evidence, library, [*reversed(folders)]) == tmp_path / "做的"
        assert library_with(evidence, library, folders[:3]) is None
    for folder in folders[3:]:
        with opened(folder, FILES) as library:
            assert library_with(evidence, library, folders) is None
