"""What a process keeps of a room: the newest entries, encoded, and frames of a page that many readers ask for."""

from dialogues.room.encoding import PAGE

MOST = 2000  # entries
MOST_CHARACTERS = 4_000_000
FRAME_CHARACTERS = 64 * 1024  # a frame ends here, so that a slow reader costs little
Page = tuple[str, int]  # a frame, and the number it reaches


def frame_of(texts: list[str]) -> str:
    """Return entries as one frame."""
    return f"[{','.join(texts)}]"


def cut(texts: list[str]) -> int:
    """Return how many of these entries fit one frame: at least one."""
    size = 0
    for count, text in enumerate(texts[:PAGE]):
        size += len(text)
        if size > FRAME_CHARACTERS:
            return max(count, 1)
    return min(len(texts), PAGE)


class Ring:
    """Entries `first` … `last`, without a gap."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.first = last + 1
        self._texts: list[str] = []
        self._size = 0
        self._frames: dict[tuple[int, int], Page] = {}

    def add(self, number: int, text: str) -> None:
        """Add the entry that follows."""
        self._texts.append(text)
        self.last = number
        self._size += len(text)
        if len(self._texts) > 2 * MOST or self._size > MOST_CHARACTERS:
            self._drop(len(self._texts) // 2)

    def forget(self, up_to: int) -> None:
        """Forget the entries up to a number; readers get them from the database as they are now."""
        self._drop(up_to + 1 - self.first)

    def reaches(self, number: int) -> bool:
        """Whether the entry after this number is here, if there is one."""
        return number + 1 >= self.first

    def page(self, after: int, up_to: int) -> Page:
        """Return the next frame of the entries above `after`, not beyond `up_to`. Many ask for the same one."""
        asked = (after, up_to)
        if asked not in self._frames:
            texts = self._texts[after + 1 - self.first : up_to + 1 - self.first]
            count = cut(texts)
            if len(self._frames) > 32:
                self._frames.clear()
            self._frames[asked] = (frame_of(texts[:count]), after + count)
        return self._frames[asked]

    def _drop(self, count: int) -> None:
        """Forget so many of the oldest."""
        count = max(min(count, len(self._texts)), 0)
        self._size -= sum(map(len, self._texts[:count]))
        del self._texts[:count]
        self.first += count
        self._frames.clear()
