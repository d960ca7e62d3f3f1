import bz2
import gzip
import io
import lzma
import os
import random
import stat
import struct
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch import unfolding
from summarizer.batch.inputs import Skip, Skipped, find
from summarizer.batch.tars import tar_members
from summarizer.errors import InputChanged, InputDamaged, InputError, InputTooLarge, InputUnsupported

PACK = {
    ".tar": bytes,
    ".tar.gz": gzip.compress,
    ".tgz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".txz": lzma.compress,
}


def zip_of(path, members, **options):
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def tar_of(path, members, pack=bytes):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(pack(raw.getvalue()))
    return path


def outcome(found):
    """What reading gives: bytes, or the class of the error, whose message is one line."""
    try:
        return found.read()
    except InputError as error:
        return type(error) if "\n" not in str(error) else str(error)


def outcomes(*inputs, **options):
    return {each.name: outcome(each) for each in find(inputs, **options)}


CONTENT = [
    ("a.txt", b"one"),
    ("县/乙.txt", b"two" * 999),
    ("b.png", b"no"),
    (".h.txt", b"no"),
    ("__MACOSX/a.txt", b"no"),
]


@pytest.mark.parametrize("suffix", [".zip", *PACK])
def test_reports_in_an_archive_are_found_and_read(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    zip_of(path, CONTENT) if suffix == ".zip" else tar_of(path, CONTENT, PACK[suffix])
    skipped = Skipped()
    inside = {f"{path.name}!/a.txt": b"one", f"{path.name}!/县/乙.txt": b"two" * 999}
    assert outcomes(tmp_path, skipped=skipped) == inside
    assert outcomes(path) == inside
    assert skipped.counts == {Skip.SUFFIX: 1, Skip.HIDDEN: 2}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(
    st.lists(st.tuples(st.text("ab县/.\\", min_size=1, max_size=5), st.binary(max_size=40)), max_size=12),
    st.sampled_from([".zip", *PACK]),
    st.randoms(use_true_random=False),
)
def test_any_archive_gives_names_that_stay_apart_and_reports_in_any_order(
    tmp_path_factory, members, suffix, order
):
    path = tmp_path_factory.mktemp("archive") / f"x{suffix}"
    members = [(f"{name}{number % 3}.txt", data) for number, (name, data) in enumerate(members)]
    zip_of(path, members) if suffix == ".zip" else tar_of(path, members, PACK[suffix])
    found = list(find([path]))
    assert len({each.name for each in found}) == len(found)
    assert [each.name for each in find([path])] == [each.name for each in found]
    for each in found:
        assert not {"", ".", ".."} & set(each.name.split("/"))
    data = [data for _, data in members]
    order.shuffle(found)
    for each in found:
        if isinstance(read := outcome(each), bytes):
            assert read in data


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "C:/a.txt", "x/../../a.txt"])
def test_a_name_that_leads_out_of_its_archive_fails_alone(tmp_path, name):
    members = [(name, b"bad"), ("b.txt", b"good")]
    for path in (zip_of(tmp_path / "x.zip", members), tar_of(tmp_path / "x.tar", members)):
        bad, good = find([path])
        assert outcome(bad) is InputUnsupported
        assert good.read() == b"good"
        assert ".." not in bad.name.split("/")


def test_links_and_devices_are_not_followed(tmp_path):
    members = []
    for name, kind in (
        ("a.txt", tarfile.SYMTYPE),
        ("b.txt", tarfile.LNKTYPE),
        ("c.txt", tarfile.CHRTYPE),
        ("d.txt", tarfile.FIFOTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members.append((info, b""))
    tar = tar_of(tmp_path / "x.tar", [*members, ("e.txt", b"good")])
    assert list(outcomes(tar).values()) == [InputUnsupported] * 4 + [b"good"]
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert list(outcomes(zip_of(tmp_path / "x.zip", [(info, "/etc/passwd")])).values()) == [InputUnsupported]


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    path = zip_of(tmp_path / "x.zip", [("y.zip", b"PK"), ("z.tar.gz", b""), ("a.txt", b"good")])
    assert list(outcomes(path).values()) == [InputUnsupported, InputUnsupported, b"good"]


def test_an_encrypted_member_fails_alone(tmp_path):
    path = zip_of(tmp_path / "x.zip", [("a.txt", b"one"), ("b.txt", b"two")])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert list(outcomes(path).values()) == [InputUnsupported, b"two"]


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "big5"])
def test_names_in_the_encoding_of_chinese_windows_are_read(tmp_path, codec):
    name = "各縣上報材料/半年工作總結.txt" if codec == "big5" else "各县上报材料/半年工作总结.txt"
    raw = name.encode(codec)
    path = zip_of(tmp_path / "x.zip", [("n" * len(raw), b"good")])
    path.write_bytes(path.read_bytes().replace(b"n" * len(raw), raw))
    assert outcomes(path) == {f"x.zip!/{name}": b"good"}
    if codec == "gb18030":
        info = tarfile.TarInfo(raw.decode("utf-8", "surrogateescape"))
        raw_tar = io.BytesIO()
        with tarfile.open(
            fileobj=raw_tar, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8", errors="surrogateescape"
        ) as tar:
            tar.addfile(info)
        (tmp_path / "x.tar").write_bytes(raw_tar.getvalue())
        assert outcomes(tmp_path / "x.tar") == {f"x.tar!/{name}": b""}


def test_a_member_that_unfolds_too_far_is_never_unfolded(tmp_path):
    path = zip_of(
        tmp_path / "x.zip",
        [("a.txt", bytes(30_000_000)), ("b.txt", b"good")],
        compression=zipfile.ZIP_DEFLATED,
    )
    assert list(outcomes(path).values()) == [InputTooLarge, b"good"]


def test_a_member_that_lies_about_its_size_is_damaged_and_never_unfolded(tmp_path, peak_memory):
    path = zip_of(tmp_path / "x.zip", [("a.txt", bytes(200_000_000))], compression=zipfile.ZIP_DEFLATED)
    data = path.read_bytes()
    for offset in (data.index(b"PK\x01\x02") + 24, data.index(b"PK\x03\x04") + 22):
        data = data[:offset] + struct.pack("<L", 1000) + data[offset + 4 :]
    path.write_bytes(data)
    with peak_memory(20_000_000):
        assert list(outcomes(path).values()) == [InputDamaged]


def test_overlapping_members_that_unfold_too_far_together_fail(tmp_path):
    path = zip_of(tmp_path / "x.zip", [(f"{n}.txt", b"1") for n in range(12)])
    data, at = bytearray(path.read_bytes()), 0
    while (at := data.find(b"PK\x01\x02", at + 1)) > 0:
        data[at + 20 : at + 28] = struct.pack("<LL", 1_000_000, 190_000_000)
    path.write_bytes(data)
    assert list(outcomes(path).values())[5:] == [InputTooLarge] * 7


@pytest.mark.parametrize("suffix", [".tgz", ".tar.bz2", ".txz"])
def test_a_tar_that_unfolds_too_far_ends_with_one_failure(tmp_path, suffix, peak_memory):
    chunk = PACK[suffix](bytes(2_000_000))
    head = tarfile.TarInfo("big.png")
    head.size = 2_000_000_000
    good = tarfile.TarInfo("a.txt")
    good.size = 4
    path = tmp_path / f"x{suffix}"
    start = good.tobuf() + b"good" + bytes(508) + head.tobuf()
    path.write_bytes(PACK[suffix](start) + chunk * 600)
    with peak_memory(60_000_000):
        found = outcomes(path)
    assert found == {f"{path.name}!/a.txt": b"good", path.name: InputTooLarge}


def test_a_forged_header_takes_no_memory(tmp_path, peak_memory):
    long_name = tarfile.TarInfo("././@LongLink")
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 500_000_000
    path = tmp_path / "x.tgz"
    path.write_bytes(
        gzip.compress(long_name.tobuf(tarfile.GNU_FORMAT)) + gzip.compress(bytes(5_000_000)) * 100
    )
    with peak_memory(20_000_000):
        assert outcomes(path) == {"x.tgz": InputDamaged}


def test_a_negative_size_does_not_lead_round_in_circles(tmp_path, hang_guard):
    info = tarfile.TarInfo("a.txt")
    info.size = -1024
    path = tmp_path / "x.tar"
    path.write_bytes(info.tobuf(tarfile.GNU_FORMAT) * 3 + bytes(1024))
    with hang_guard():
        assert InputDamaged in outcomes(path).values()


@pytest.mark.parametrize("suffix", [".zip", *PACK])
@pytest.mark.parametrize("left", [0, 3, 0.3, 0.6, 0.85])
def test_an_archive_cut_short_is_told_and_what_is_whole_is_read(tmp_path, suffix, left):
    path = tmp_path / f"x{suffix}"
    noise = random.Random(1)
    members = [(f"{n}.txt", noise.randbytes(3000)) for n in range(20)]
    zip_of(path, members) if suffix == ".zip" else tar_of(path, members, PACK[suffix])
    whole = path.read_bytes()
    path.write_bytes(whole[: left if isinstance(left, int) else int(len(whole) * left)])
    found = outcomes(path)
    assert found[path.name] is InputDamaged
    del found[path.name]
    whole = {f"{path.name}!/{name}": data for name, data in members}
    assert all(read in (whole[name], InputDamaged) for name, read in found.items())
    # bzip2 and xz unpack a block, larger than this, or nothing; a zip tells its members at its end.
    least = int(left * 20) - 8 if suffix in (".tar", ".tar.gz", ".tgz") and left < 1 else 0
    assert sum(isinstance(read, bytes) for read in found.values()) >= least


@given(st.binary(max_size=300), st.integers(0, 3000), st.sampled_from([".zip", *PACK]))
def test_damage_anywhere_gives_errors_and_nothing_else(tmp_path_factory, damage, at, suffix):
    path = tmp_path_factory.mktemp("damaged") / f"x{suffix}"
    zip_of(path, CONTENT) if suffix == ".zip" else tar_of(path, CONTENT, PACK[suffix])
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + damage + whole[at + len(damage) :])
    outcomes(path)


@pytest.mark.parametrize("suffix", [".zip", ".tgz", ".tar"])
def test_an_archive_that_changed_since_is_told(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    make = (
        (lambda data: zip_of(path, data))
        if suffix == ".zip"
        else (lambda data: tar_of(path, data, PACK[suffix]))
    )
    make([("a.txt", b"one")])
    [found] = find([path])
    make([("a.txt", b"another"), ("b.txt", b"two")])
    os.utime(path, ns=(1, 1))
    with pytest.raises(InputChanged):
        found.read()


def test_members_of_a_packed_tar_are_read_in_any_order_by_many_threads(tmp_path):
    noise = random.Random(2)
    members = [(f"{n:03}.txt", noise.randbytes(100_000)) for n in range(60)]
    path = tar_of(tmp_path / "x.tgz", members, gzip.compress)
    found = list(tar_members(str(path), kept=500_000))  # so that some lie behind what is kept
    noise.shuffle(found)
    with ThreadPoolExecutor(8) as pool:
        read = dict(
            zip((each.path for each in found), pool.map(lambda each: each.read(), found), strict=True)
        )
    assert read == dict(members)


def test_an_archive_that_was_unpacked_on_the_way_is_read_all_the_same(tmp_path):
    assert outcomes(tar_of(tmp_path / "x.tar.gz", [("a.txt", b"good")])) == {"x.tar.gz!/a.txt": b"good"}


def test_patterns_see_an_archive_as_a_folder(tmp_path):
    zip_of(tmp_path / "x.zip", [("a.txt", b"1"), ("b.md", b"2"), ("c.png", b"")])
    zip_of(tmp_path / "y.zip", [("a.txt", b"3")])
    assert list(outcomes(tmp_path, include=["*.md"])) == ["x.zip!/b.md"]
    assert list(outcomes(tmp_path, include=["x.zip"])) == ["x.zip!/a.txt", "x.zip!/b.md"]
    assert list(outcomes(tmp_path, exclude=["x.zip"])) == ["y.zip!/a.txt"]


def test_ordinary_archives_are_far_from_the_bounds():
    assert unfolding.most_of_archive(1) >= 10**9
    assert unfolding.most_of_member(100_000) >= 10**7
